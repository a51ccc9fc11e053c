import Imaging

/// A colour of a picture, red, green and blue.
struct Ink: Hashable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  static let white = Ink(red: 255, green: 255, blue: 255)
  static let black = Ink(red: 20, green: 20, blue: 20)
  static let grey = Ink(red: 110, green: 110, blue: 110)
  static let pale = Ink(red: 222, green: 222, blue: 222)
  static let blue = Ink(red: 24, green: 90, blue: 160)
  static let lightBlue = Ink(red: 150, green: 190, blue: 228)
  static let red = Ink(red: 190, green: 60, blue: 30)

  /// The colour at `share` 0...1 of the way to another.
  func mixed(with other: Ink, _ share: Double) -> Ink {
    func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
      UInt8((Double(one) + (Double(two) - Double(one)) * min(max(share, 0), 1)).rounded())
    }
    return Ink(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }
}

/// A white sheet to draw rectangles, lines and letters on. What reaches past the edge is cut off.
struct Canvas {
  private(set) var image: RGBImage

  init(width: Int, height: Int) {
    image = RGBImage(width: width, height: height, red: 255, green: 255, blue: 255)
  }

  mutating func fill(x: Int, y: Int, width: Int, height: Int, _ ink: Ink) {
    let (left, right) = (max(0, x), min(image.width, x + width))
    let (top, bottom) = (max(0, y), min(image.height, y + height))
    guard left < right, top < bottom else { return }
    for row in top..<bottom {
      for column in left..<right {
        let first = (row * image.width + column) * 3
        image.rgb[first] = ink.red
        image.rgb[first + 1] = ink.green
        image.rgb[first + 2] = ink.blue
      }
    }
  }

  /// The outline of a rectangle, one pixel wide.
  mutating func frame(x: Int, y: Int, width: Int, height: Int, _ ink: Ink) {
    fill(x: x, y: y, width: width, height: 1, ink)
    fill(x: x, y: y + height - 1, width: width, height: 1, ink)
    fill(x: x, y: y, width: 1, height: height, ink)
    fill(x: x + width - 1, y: y, width: 1, height: height, ink)
  }

  /// A line of square dots.
  mutating func line(from: (x: Int, y: Int), to: (x: Int, y: Int), width: Int, _ ink: Ink) {
    let steps = max(1, abs(to.x - from.x), abs(to.y - from.y))
    for step in 0...steps {
      fill(
        x: from.x + (to.x - from.x) * step / steps - width / 2,
        y: from.y + (to.y - from.y) * step / steps - width / 2, width: width, height: width, ink)
    }
  }

  enum Alignment { case left, middle, right }

  /// Text with its upper edge at `y`; `x` is its left end, its middle or its right end.
  mutating func write(
    _ text: String, x: Int, y: Int, size: Int = 2, _ ink: Ink = .black,
    _ alignment: Alignment = .left
  ) {
    let width = Self.width(of: text, size: size)
    var left =
      switch alignment {
      case .left: x
      case .middle: x - width / 2
      case .right: x - width
      }
    for letter in text {
      let ascii = letter.asciiValue ?? 0
      for row in 0..<BitmapFont.height {
        for column in 0..<BitmapFont.width where BitmapFont.hasInk(ascii, x: column, y: row) {
          fill(x: left + column * size, y: y + row * size, width: size, height: size, ink)
        }
      }
      left += (BitmapFont.width + 1) * size
    }
  }

  static func width(of text: String, size: Int = 2) -> Int {
    max(0, text.count * (BitmapFont.width + 1) * size - size)
  }
}

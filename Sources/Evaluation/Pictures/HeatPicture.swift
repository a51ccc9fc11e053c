public import Imaging
public import Review

/// A picture with the heat of its cells over it, lines around what is hot, and below it what it all means.
public struct HeatPicture {
  /// A cell and what is written of it.
  public struct Cell {
    public let explanation: Explanation
    /// Its line below the picture.
    public let line: String

    /// A cell to be drawn.
    public init(_ explanation: Explanation, line: String) {
      self.explanation = explanation
      self.line = line
    }
  }

  /// The colour of a pixel, three samples, seen through a heat 0...1.
  public typealias Tint = (_ pixel: SIMD3<UInt8>, _ heat: Float) -> SIMD3<UInt8>

  private let image: RGBImage
  private let cells: [Cell]
  private let tint: Tint
  /// Pixels of the sheet to one of the picture, so that small pictures can be looked at.
  private let factor: Int

  private static let leastWidth = 640
  private static let border = 12
  private static let lineHeight = 20
  /// Heat from which on a place is within the line, a half of the most.
  private static let level: Float = 0.5

  /// A picture and its cells; cells whose map is none have their line only.
  public init(_ image: RGBImage, cells: [Cell], tint: @escaping Tint) {
    self.image = image
    self.cells = cells
    self.tint = tint
    factor = max(1, min(4, (Self.leastWidth + image.width - 1) / image.width))
  }

  /// The sheet; `signature` stands at its foot, a line each.
  public func drawn(signed signature: [String]) -> RGBImage {
    let (width, height) = (image.width * factor, image.height * factor)
    let lines = cells.map(\.line) + signature
    let widest = lines.map { Canvas.width(of: $0, size: 1) }.max() ?? 0
    var canvas = Canvas(
      width: max(width, max(widest, Self.keyWidth) + 2 * Self.border),
      height: height + (lines.count + 3) * Self.lineHeight + Self.border)
    canvas.place(heated, factor: factor)
    for (place, cell) in cells.enumerated() { mark(cell.explanation, place + 1, on: &canvas) }
    var y = height + Self.border
    key(on: &canvas, y: y)
    y += 2 * Self.lineHeight
    for line in lines {
      canvas.write(line, x: Self.border, y: y, size: 1)
      y += Self.lineHeight
    }
    return canvas.image
  }

  /// The picture seen through the heat of the cell nearest to each pixel.
  private var heated: RGBImage {
    var result = image
    for y in 0..<image.height {
      for x in 0..<image.width {
        guard let heat = nearest(x, y)?.heat(x: x, y: y) else { continue }
        let first = (y * image.width + x) * 3
        let seen = tint(
          SIMD3(image.rgb[first], image.rgb[first + 1], image.rgb[first + 2]), heat)
        for channel in 0..<3 { result.rgb[first + channel] = seen[channel] }
      }
    }
    return result
  }

  /// Of the cells whose crop holds the pixel, the one whose middle is nearest.
  private func nearest(_ x: Int, _ y: Int) -> Explanation? {
    func distance(_ box: Box) -> Int {
      let (across, down) = (2 * x - 2 * box.x - box.width, 2 * y - 2 * box.y - box.height)
      return across * across + down * down
    }
    return cells.map(\.explanation).filter { $0.grid != nil && $0.region.contains(x: x, y: y) }
      .min { distance($0.box) < distance($1.box) }
  }

  /// The line around what is hot, the cell's box with its number.
  private func mark(_ explanation: Explanation, _ number: Int, on canvas: inout Canvas) {
    func isHot(_ x: Int, _ y: Int) -> Bool {
      (explanation.heat(x: x, y: y) ?? 0) >= Self.level && nearest(x, y) == explanation
    }
    let region = explanation.region
    let xs = max(0, region.x)..<max(0, region.x, min(image.width, region.x + region.width))
    let ys = max(0, region.y)..<max(0, region.y, min(image.height, region.y + region.height))
    for y in ys {
      for x in xs where isHot(x, y) {
        // Dark on the hot side, white beyond: it is seen on any ground.
        for (across, down) in [(-1, 0), (1, 0), (0, -1), (0, 1)]
        where !isHot(x + across, y + down) {
          canvas.fill(x: x * factor, y: y * factor, width: factor, height: factor, .black)
          canvas.fill(
            x: (x + across) * factor, y: (y + down) * factor, width: factor, height: factor, .white)
        }
      }
    }
    let box = explanation.box
    canvas.frame(
      x: box.x * factor, y: box.y * factor, width: box.width * factor,
      height: box.height * factor, .black)
    let text = "\(number)"
    let (left, top) = (max(0, box.x * factor), max(0, box.y * factor))
    canvas.fill(x: left, y: top, width: Canvas.width(of: text) + 6, height: 22, .white)
    canvas.frame(x: left, y: top, width: Canvas.width(of: text) + 6, height: 22, .black)
    canvas.write(text, x: left + 3, y: top + 3)
  }

  private static let keySteps = 10
  private static let stepWidth = 24
  private static let keyWidth = 2 * border + keySteps * stepWidth + 260

  /// What the colours mean, in tenths of each cell's own most.
  private func key(on canvas: inout Canvas, y: Int) {
    canvas.write("heat 0", x: Self.border, y: y + 4, size: 1)
    let left = Self.border + 48
    for step in 0..<Self.keySteps {
      let colour = tint(SIMD3(repeating: 160), Float(step) / Float(Self.keySteps - 1))
      canvas.fill(
        x: left + step * Self.stepWidth, y: y, width: Self.stepWidth, height: 16,
        Ink(red: colour.x, green: colour.y, blue: colour.z))
    }
    let right = left + Self.keySteps * Self.stepWidth
    canvas.write("1, each cell's most; line: half of it", x: right + 8, y: y + 4, size: 1)
  }
}

extension Canvas {
  /// Puts a picture where its upper left corner is at (`x`, `y`), each pixel as a square of `factor`.
  mutating func place(_ picture: RGBImage, x: Int = 0, y: Int = 0, factor: Int = 1) {
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        let (red, green, blue) = picture[column, row]
        fill(
          x: x + column * factor, y: y + row * factor, width: factor, height: factor,
          Ink(red: red, green: green, blue: blue))
      }
    }
  }
}

/// A colour in sRGB, eight bits a component.
public struct RGB: Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  /// A colour from its components.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The colour whose light is nearest to `light`; what sRGB does not reach is cut off.
  init(_ light: LinearLight) {
    self.init(
      LinearLight.coded(light.red), LinearLight.coded(light.green), LinearLight.coded(light.blue))
  }

  /// A colour from 0xRRGGBB.
  init(hex: UInt32) {
    self.init(UInt8(hex >> 16 & 0xFF), UInt8(hex >> 8 & 0xFF), UInt8(hex & 0xFF))
  }
}

/// Light as it adds up, 0...1, from sRGB's coded components (IEC 61966-2-1).
struct LinearLight: Hashable, Sendable {
  var red: Float
  var green: Float
  var blue: Float

  init(red: Float, green: Float, blue: Float) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  init(_ colour: RGB) {
    red = Self.decoded[Int(colour.red)]
    green = Self.decoded[Int(colour.green)]
    blue = Self.decoded[Int(colour.blue)]
  }

  /// Relative luminance Y, 0...1, with the weights of Rec. 709.
  var luminance: Float { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

  /// `share` of `other` in this light.
  func mixed(with other: LinearLight, share: Float) -> LinearLight {
    LinearLight(
      red: red + (other.red - red) * share, green: green + (other.green - green) * share,
      blue: blue + (other.blue - blue) * share)
  }

  /// The component whose light is nearest.
  static func coded(_ light: Float) -> UInt8 {
    var (low, high) = (0, 255)
    while low < high {
      let middle = (low + high) / 2
      if (decoded[middle] + decoded[middle + 1]) / 2 < light {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return UInt8(low)
  }

  private static let decoded: [Float] = (0..<256).map { code in
    let coded = Double(code) / 255
    if coded <= 0.04045 { return Float(coded / 12.92) }
    // x^2.4 as x^2 times the fifth root of x^2: the standard library has no power function.
    let base = (coded + 0.055) / 1.055
    let square = base * base
    var root = 1.0
    for _ in 0..<40 { root -= (root - square / (root * root * root * root)) / 5 }
    return Float(square * root)
  }
}

/// How well one colour can be read on another.
public enum Contrast {
  /// Contrast ratio of WCAG 2.1, 1...21; 4.5 is asked of text.
  public static func ratio(_ one: RGB, _ other: RGB) -> Double {
    let first = Double(LinearLight(one).luminance) + 0.05
    let second = Double(LinearLight(other).luminance) + 0.05
    return max(first, second) / min(first, second)
  }
}

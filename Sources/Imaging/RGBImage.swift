/// A picture of 8-bit RGB, rows from top to bottom without padding.
public struct RGBImage: Hashable, Sendable {
  /// Size in pixels.
  public let width: Int
  public let height: Int

  /// `height * width * 3` samples: row, column, channel.
  public var rgb: [UInt8]

  /// Takes over samples already in order; their number must be `width * height * 3`.
  public init(width: Int, height: Int, rgb: [UInt8]) {
    precondition(width > 0 && height > 0, "a picture has at least one pixel")
    precondition(rgb.count == width * height * 3, "three samples a pixel")
    self.width = width
    self.height = height
    self.rgb = rgb
  }

  /// A picture of one colour.
  public init(width: Int, height: Int, red: UInt8, green: UInt8, blue: UInt8) {
    var rgb = [UInt8](repeating: red, count: width * height * 3)
    for pixel in 0..<(width * height) {
      rgb[pixel * 3 + 1] = green
      rgb[pixel * 3 + 2] = blue
    }
    self.init(width: width, height: height, rgb: rgb)
  }

  /// The whole picture.
  public var bounds: PixelRect { PixelRect(x: 0, y: 0, width: width, height: height) }

  /// The three samples of one pixel inside the picture.
  public subscript(x: Int, y: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
    let first = (y * width + x) * 3
    return (rgb[first], rgb[first + 1], rgb[first + 2])
  }
}

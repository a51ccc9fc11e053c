/// Pixels ready to be drawn into character cells.
public struct Picture: Hashable, Sendable {
  /// Width in pixels.
  public let width: Int
  /// Height in pixels.
  public let height: Int
  /// sRGB, three bytes a pixel, row by row.
  public let rgb: [UInt8]

  /// A picture of `width * height * 3` bytes.
  public init(width: Int, height: Int, rgb: [UInt8]) {
    precondition(rgb.count == width * height * 3, "three bytes a pixel")
    self.width = width
    self.height = height
    self.rgb = rgb
  }
}

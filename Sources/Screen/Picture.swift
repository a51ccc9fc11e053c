/// Pixels ready to be drawn into character cells.
public struct Picture: Hashable, Sendable {
  /// Width in pixels.
  public let width: Int
  /// Height in pixels.
  public let height: Int
  /// sRGB, three bytes a pixel, row by row.
  public let rgb: [UInt8]

  /// The same in quadrants or sextants, row by row: `width` cells a row, `height / 2` rows (the last
  /// of an odd height is half a cell, which they cannot draw). Empty where half blocks are shown.
  public let fine: [FineCell]

  /// A picture of `width * height * 3` bytes.
  public init(width: Int, height: Int, rgb: [UInt8], fine: [FineCell] = []) {
    precondition(rgb.count == width * height * 3, "three bytes a pixel")
    precondition(fine.isEmpty || fine.count == width * (height / 2), "one for each whole cell")
    self.fine = fine
    self.width = width
    self.height = height
    self.rgb = rgb
  }
}

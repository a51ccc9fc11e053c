public import Imaging
public import Review

/// A white cell with its nucleus and cytoplasm told apart.
public struct SegmentedCell: Sendable {
  /// What a pixel of the mask belongs to. The values are those of the masks in the data pack.
  public enum Part: UInt8, Sendable {
    case background = 0
    case cytoplasm = 128
    case nucleus = 255
  }

  /// The cell's box as it was given.
  public let box: PixelRect
  /// Where the mask lies in the picture; may be wider than `box`, never reaches past the picture.
  public let region: PixelRect
  /// `region.height` rows of `region.width` pixels, raw values of `Part`.
  public let mask: [UInt8]
  /// What is measured of it.
  public let measures: CellMeasures

  /// The smallest box around the cell's pixels; the given one where none was told.
  public var outlineBox: PixelRect {
    var (left, right, top, bottom) = (region.width, -1, region.height, -1)
    for y in 0..<region.height {
      for x in 0..<region.width where mask[y * region.width + x] > 0 {
        (left, right) = (min(left, x), max(right, x))
        (top, bottom) = (min(top, y), y)
      }
    }
    guard right >= 0 else { return box }
    return PixelRect(
      x: region.x + left, y: region.y + top, width: right - left + 1, height: bottom - top + 1)
  }
}

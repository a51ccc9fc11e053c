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
}

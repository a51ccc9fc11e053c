public import Imaging
public import Review

/// The red cells and platelets of one picture and whether it suits their measurement, from one set of
/// maps.
public struct FieldCells: Sendable {
  /// In reading order.
  public let redCells: [RedCell]
  /// In reading order.
  public let platelets: [Platelet]
  public let quality: FieldQuality

  /// Finds them in `image`; nothing is looked for where white cells lie. The same picture always gives
  /// the same cells.
  public init(_ image: RGBImage, whiteCells: [WhiteCellArea]) {
    let map = FieldMap(image, whiteCells: whiteCells)
    let finder = RedCellFinder(map)
    let found = finder.judged().filter(\.isTaken).map(\.candidate)
    let measuring = RedCellMeasuring(finder, cells: found)
    redCells = ReadingOrder.sorted(found.map(measuring.redCell)) { PixelRect($0.box) }
    platelets = ReadingOrder.sorted(
      PlateletFinder(map, foreground: finder.foreground, radius: finder.radius).platelets(),
      box: \.box)
    quality = FieldQuality(map, finder: finder, cells: redCells)
  }
}

extension FieldMeasurement {
  /// Measures everything in `image` but its white cells, which are given.
  public init(_ image: RGBImage, whiteCells: [SegmentedCell]) {
    let cells = FieldCells(image, whiteCells: whiteCells.map(WhiteCellArea.init))
    self.init(
      whiteCells: whiteCells, redCells: cells.redCells, platelets: cells.platelets,
      quality: cells.quality)
  }
}

/// Everything measured in one picture, as it is shown and written.
public struct FieldSummary: Hashable, Sendable {
  /// A white cell with its measures.
  public struct WhiteCell: Hashable, Sendable {
    public let box: Box
    public let measures: CellMeasures

    /// A measured cell.
    public init(box: Box, measures: CellMeasures) {
      self.box = box
      self.measures = measures
    }
  }

  /// White cells in reading order.
  public let whiteCells: [WhiteCell]
  /// Red cells in reading order.
  public let redCells: [RedCell]
  /// What they add up to.
  public let redCellFigures: RedCellFigures
  /// Boxes of platelets in reading order.
  public let platelets: [Box]
  public let quality: FieldQuality
  /// Pixels of the picture.
  public let pixels: Int

  /// A picture's measures.
  public init(
    whiteCells: [WhiteCell], redCells: [RedCell], platelets: [Box], quality: FieldQuality,
    pixels: Int
  ) {
    self.whiteCells = whiteCells
    self.redCells = redCells
    self.platelets = platelets
    self.quality = quality
    self.pixels = pixels
    redCellFigures = RedCellFigures(
      redCells, pixels: pixels, isSuitable: quality.suitability == .suitable)
  }
}

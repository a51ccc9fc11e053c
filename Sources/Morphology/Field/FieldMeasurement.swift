public import Review

/// Everything measured in one picture.
public struct FieldMeasurement: Sendable {
  /// White cells in reading order.
  public var whiteCells: [SegmentedCell]
  /// Red cells in reading order.
  public var redCells: [RedCell]
  /// Platelets in reading order.
  public var platelets: [Platelet]
  public var quality: FieldQuality
}

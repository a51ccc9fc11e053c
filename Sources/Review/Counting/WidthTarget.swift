/// A count that goes on until a percentage is known closely enough.
///
/// Fixed before counting begins, as a number of cells is: whoever stops at a pleasing number flatters.
public struct WidthTarget: Hashable, Sendable, Codable {
  /// The class whose percentage is to be known.
  public let label: Label
  /// Greatest width of its 95 % interval, in percentage points.
  public let percentagePoints: Double

  /// A target of `percentagePoints` for the class with this label.
  public init(label: Label, percentagePoints: Double) {
    self.label = label
    self.percentagePoints = percentagePoints
  }
}

/// A laboratory's own range of a value; none comes with the program, since published ones differ.
public struct ReferenceRange: Hashable, Sendable {
  /// How a value lies to a range.
  public enum Position: String, Hashable, Sendable {
    case below = "L"
    case within = ""
    case above = "H"
  }

  public let low: Double
  public let high: Double

  /// The range from `low` to `high`, both in it; `low` is not above `high`.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = max(low, high)
  }

  /// Where a value lies.
  public func position(of value: Double) -> Position {
    value < low ? .below : value > high ? .above : .within
  }
}

/// A class's ranges.
public struct ReferenceRanges: Hashable, Sendable {
  /// Of its percentage.
  public var percentage: ReferenceRange?
  /// Of its cells in 10^9 a litre.
  public var absolute: ReferenceRange?

  /// Ranges; nil where the laboratory gave none.
  public init(percentage: ReferenceRange? = nil, absolute: ReferenceRange? = nil) {
    self.percentage = percentage
    self.absolute = absolute
  }
}

/// How a laboratory counts, apart from its classes.
public struct CountingRules: Hashable, Sendable {
  /// The class of nucleated red cells, by which a white cell count is corrected.
  public var nucleatedRedCell: Label
  public var ranges: [Label: ReferenceRanges]

  /// Rules; without ranges no value is called low or high.
  public init(
    nucleatedRedCell: Label = Label(rawValue: "ERYTHROBLAST"),
    ranges: [Label: ReferenceRanges] = [:]
  ) {
    self.nucleatedRedCell = nucleatedRedCell
    self.ranges = ranges
  }
}

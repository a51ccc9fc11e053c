/// Cells in 10^9 a litre, from a white cell count that another instrument made.
///
/// A counter that takes nucleated red cells for white ones counts too many: from
/// `correctionThreshold` of them for 100 white cells on, the count is corrected,
/// `count * 100 / (100 + nucleated red cells per 100 white cells)`.
public struct AbsoluteCounts: Hashable, Sendable {
  /// Nucleated red cells for 100 white cells, from which the count is corrected.
  public static let correctionThreshold = 5.0

  /// The white cell count as it was typed.
  public let whiteCells: Double
  /// Nucleated red cells for 100 white cells that were counted; nil while nothing was.
  public let nucleatedRedCellsPer100: Double?

  /// Absolute counts of a differential.
  ///
  /// - Parameters:
  ///   - whiteCells: White cells in 10^9 a litre, not corrected.
  ///   - nucleatedRedCell: The class of nucleated red cells, which is outside the total.
  public init(whiteCells: Double, _ differential: Differential, nucleatedRedCell: Label) {
    self.whiteCells = whiteCells
    nucleatedRedCellsPer100 = differential.per100(nucleatedRedCell)
  }

  /// Whether nucleated red cells are taken off the count.
  public var isCorrected: Bool { (nucleatedRedCellsPer100 ?? 0) >= Self.correctionThreshold }

  /// White cells in 10^9 a litre, corrected where they must be.
  public var correctedWhiteCells: Double {
    guard isCorrected, let red = nucleatedRedCellsPer100 else { return whiteCells }
    return whiteCells * 100 / (100 + red)
  }

  /// Cells of a class with this percentage, in 10^9 a litre.
  public func cells(ofPercentage percentage: Double) -> Double {
    correctedWhiteCells * percentage / 100
  }
}

extension Differential {
  /// Cells of a class for 100 that count in the total; nil while nothing was counted.
  public func per100(_ label: Label) -> Double? {
    total == 0 ? nil : 100 * Double(count(of: label)) / Double(total)
  }
}

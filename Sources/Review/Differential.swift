/// Counts of decided cells by label: the differential so far.
public struct Differential: Hashable, Sendable {
  /// How many cells have each label, the ones outside the total included.
  public private(set) var counts: [Label: Int] = [:]
  /// Cells of classes that count in the total.
  public private(set) var total = 0

  /// Counts the decisions; which classes count in the total comes from `classes`.
  public init(decisions: some Sequence<Decision>, classes: [CellClass]) {
    let counting = Set(classes.filter(\.countsInTotal).map(\.label))
    for decision in decisions {
      counts[decision.label, default: 0] += 1
      if counting.contains(decision.label) { total += 1 }
    }
  }

  /// Number of cells with this label.
  public func count(of label: Label) -> Int { counts[label] ?? 0 }

  /// Percentage of the total; nil while nothing was counted.
  public func percentage(of label: Label) -> Double? {
    total == 0 ? nil : 100 * Double(count(of: label)) / Double(total)
  }
}

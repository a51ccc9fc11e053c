/// Counts of decided cells by label: the differential so far.
public struct Differential: Hashable, Sendable {
  /// How many cells have each label, the ones outside the total included.
  public private(set) var counts: [Label: Int] = [:]
  /// Cells of classes that count in the total.
  public private(set) var total = 0

  /// Counts the decisions; which classes count in the total comes from `classes`.
  public init(decisions: some Sequence<Decision>, classes: [CellClass]) {
    var answers: [Label: Int] = [:]
    for decision in decisions { answers[decision.label, default: 0] += 1 }
    self.init(answers: answers, classes: classes)
  }

  /// Takes answers that were counted before.
  public init(answers: [Label: Int], classes: [CellClass]) {
    counts = answers
    total = classes.filter(\.countsInTotal).reduce(0) { $0 + count(of: $1.label) }
  }

  /// Number of cells with this label.
  public func count(of label: Label) -> Int { counts[label] ?? 0 }

  /// Percentage of the total; nil while nothing was counted.
  public func percentage(of label: Label) -> Double? {
    total == 0 ? nil : 100 * Double(count(of: label)) / Double(total)
  }
}

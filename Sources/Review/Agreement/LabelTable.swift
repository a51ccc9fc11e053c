/// How often two raters of the same cells gave which pair of labels; a suggestion is a rater too.
public struct LabelTable: Hashable, Sendable {
  /// What each of the two said of a cell.
  struct Pair: Hashable, Sendable {
    let first: Label
    let second: Label
  }

  private(set) var counts: [Pair: Int] = [:]
  /// Cells that both rated.
  public private(set) var total = 0
  /// Cells of which both said the same.
  public private(set) var agreed = 0

  /// No cell rated.
  public init() {}

  /// A table of these pairs.
  public init(_ pairs: some Sequence<(first: Label, second: Label)>) {
    for pair in pairs { add(first: pair.first, second: pair.second) }
  }

  /// Takes a cell that one called `first` and the other `second`.
  public mutating func add(first: Label, second: Label) {
    counts[Pair(first: first, second: second), default: 0] += 1
    total += 1
    if first == second { agreed += 1 }
  }

  /// Takes in the cells of another table.
  public mutating func add(_ other: LabelTable) {
    counts.merge(other.counts, uniquingKeysWith: +)
    total += other.total
    agreed += other.agreed
  }

  /// Cells that one called `first` and the other `second`.
  public func count(first: Label, second: Label) -> Int {
    counts[Pair(first: first, second: second)] ?? 0
  }

  /// Every label that either gave, by its code.
  public var labels: [Label] {
    Set(counts.keys.flatMap { [$0.first, $0.second] }).sorted { $0.rawValue < $1.rawValue }
  }

  /// Share of the cells of which both said the same, 0...1; nil without cells.
  public var agreement: Double? { total == 0 ? nil : Double(agreed) / Double(total) }

  /// The same cells with the raters changed over.
  public var transposed: LabelTable {
    var table = self
    table.counts = [:]
    for (pair, count) in counts {
      table.counts[Pair(first: pair.second, second: pair.first)] = count
    }
    return table
  }

  /// How many cells each label was given to, by each of the two.
  var margins: (first: [Label: Int], second: [Label: Int]) {
    var (first, second): ([Label: Int], [Label: Int]) = ([:], [:])
    for (pair, count) in counts {
      first[pair.first, default: 0] += count
      second[pair.second, default: 0] += count
    }
    return (first, second)
  }
}

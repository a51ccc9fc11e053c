public import Review

/// Counts of true against answered classes, and the figures that follow from them.
///
/// Precision, recall, F1 and their averages are those of scikit-learn's `classification_report` over
/// the classes that occur as truth: a class nobody showed has no recall, and does not lower an
/// average. A quotient without a divisor is 0.
public struct Confusion: Hashable, Sendable, Encodable {
  /// The figures of one class.
  public struct ClassScore: Hashable, Sendable, Encodable {
    public let code: String
    public let precision: Double
    public let recall: Share
    public let f1: Double
    /// Number of images of the class.
    public let support: Int
  }

  /// Precision, recall and F1 over the classes.
  public struct Average: Hashable, Sendable, Encodable {
    public let precision: Double
    public let recall: Double
    public let f1: Double
  }

  /// Codes and short codes of the classes, in the model's order.
  public let codes: [String]
  public let shortCodes: [String]
  /// A row for each true class: answers by class, and last the images without a cell.
  public let counts: [[Int]]
  /// All images on the diagonal.
  public let accuracy: Share
  /// Mean recall over the classes that occur.
  public let balancedAccuracy: Double
  /// Agreement beyond chance, -1...1 (Cohen 1960); nil when chance alone would agree always.
  public let kappa: Double?
  /// The classes that occur as truth.
  public let scores: [ClassScore]
  /// Every class weighs the same. Its F1 is the macro F1.
  public let macro: Average
  /// Every image weighs the same.
  public let weighted: Average
  /// Over all answers within the classes that occur: differs from the accuracy, and is told, only where some
  /// answer lies outside them.
  public let micro: Average?

  /// Counts pairs of a true and an answered class, places in `classes`; nil where no cell was found.
  public init(_ pairs: [(truth: Int, answer: Int?)], classes: [CellClass]) {
    var table = [[Int]](
      repeating: [Int](repeating: 0, count: classes.count + 1), count: classes.count)
    for pair in pairs { table[pair.truth][pair.answer ?? classes.count] += 1 }
    let rows = table.map { $0.reduce(0, +) }
    let columns = (0...classes.count).map { column in table.reduce(0) { $0 + $1[column] } }
    let scores = classes.indices.filter { rows[$0] > 0 }.map { place in
      let hits = table[place][place]
      return ClassScore(
        code: classes[place].code,
        precision: columns[place] == 0 ? 0 : Double(hits) / Double(columns[place]),
        recall: Share(hits, of: rows[place]),
        f1: 2 * Double(hits) / Double(rows[place] + columns[place]), support: rows[place])
    }
    codes = classes.map(\.code)
    shortCodes = classes.map(\.short)
    counts = table
    accuracy = Share(classes.indices.reduce(0) { $0 + table[$1][$1] }, of: pairs.count)
    macro = Average(scores) { _ in 1 }
    weighted = Average(scores) { Double($0.support) }
    let answered = classes.indices.reduce(0) { rows[$1] > 0 ? $0 + columns[$1] : $0 }
    micro =
      answered == pairs.count
      ? nil
      : Average(hits: accuracy.hits, answered: answered, count: pairs.count)
    balancedAccuracy = macro.recall
    kappa = CohenKappa.coefficient(
      agreed: accuracy.hits, byChance: zip(rows, columns).reduce(0) { $0 + $1.0 * $1.1 },
      count: pairs.count)
    self.scores = scores
  }
}

extension Confusion.Average {
  fileprivate init(hits: Int, answered: Int, count: Int) {
    precision = answered == 0 ? 0 : Double(hits) / Double(answered)
    recall = Double(hits) / Double(count)
    f1 = 2 * Double(hits) / Double(answered + count)
  }

  fileprivate init(
    _ scores: [Confusion.ClassScore], weight: (Confusion.ClassScore) -> Double
  ) {
    let total = scores.reduce(0) { $0 + weight($1) }
    func mean(_ value: (Confusion.ClassScore) -> Double) -> Double {
      total == 0 ? 0 : scores.reduce(0) { $0 + weight($1) * value($1) } / total
    }
    precision = mean(\.precision)
    recall = mean { $0.recall.value ?? 0 }
    f1 = mean(\.f1)
  }
}

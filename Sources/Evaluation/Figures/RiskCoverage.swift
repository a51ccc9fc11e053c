/// How many answers are right when only the surest are given (El-Yaniv 2010, Geifman 2017).
///
/// An image without a cell has confidence 0 and is wrong, so that full coverage is the plain accuracy.
public struct RiskCoverage: Hashable, Sendable, Encodable {
  /// What is left when answers below a confidence are withheld.
  public struct Row: Hashable, Sendable, Encodable {
    public let threshold: Double
    /// Answered images of all.
    public let coverage: Share
    /// Right ones of the answered.
    public let accuracy: Share
  }

  /// A point of the curve.
  public struct Point: Hashable, Sendable {
    /// Share of images answered, the surest first.
    public let coverage: Double
    /// Share of wrong ones among them.
    public let risk: Double
  }

  public let rows: [Row]
  /// Mean risk over the coverages 1/n, 2/n ... 1: the area under the curve. 0 is perfect.
  public let area: Double
  /// One point for each number of answers. Where several are equally sure, their errors are spread
  /// evenly, as if their order were chance.
  public let curve: [Point]

  private enum CodingKeys: String, CodingKey { case rows, area }

  static let thresholds = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]

  /// The curve of some answers; nil without any.
  public init?(_ answers: [(confidence: Double, isRight: Bool)]) {
    guard !answers.isEmpty else { return nil }
    let count = answers.count
    rows = Self.thresholds.map { threshold in
      let answered = answers.filter { $0.confidence >= threshold }
      return Row(
        threshold: threshold, coverage: Share(answered.count, of: count),
        accuracy: Share(answered.count(where: \.isRight), of: answered.count))
    }
    let sorted = answers.sorted { $0.confidence > $1.confidence }
    var curve: [Point] = []
    var errors = 0.0
    var start = 0
    while start < count {
      let equal = sorted[start...].prefix { $0.confidence == sorted[start].confidence }
      let each = Double(equal.count { !$0.isRight }) / Double(equal.count)
      for place in equal.indices {
        errors += each
        curve.append(
          Point(coverage: Double(place + 1) / Double(count), risk: errors / Double(place + 1)))
      }
      start = equal.endIndex
    }
    area = curve.reduce(0) { $0 + $1.risk } / Double(count)
    self.curve = curve
  }
}

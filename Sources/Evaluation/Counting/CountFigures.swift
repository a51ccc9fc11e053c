import Review

/// How well one kind of cell is counted, and whether the cells counted are those drawn.
public struct CountFigures: Sendable, Encodable {
  public let kind: CountedKind
  /// Nil for all sources together.
  public let source: String?
  public let images: Int
  /// Groups that intervals are drawn over; nil when no image names one.
  public let groups: Int?
  public let drawn: Int
  public let found: Int
  /// |found - drawn| / drawn, mean over the images that have any drawn; nil when none has.
  public let percentageError: MeanInterval?
  /// The same error of one who always says the median of the drawn counts, chosen on these very images.
  public let constantError: MeanInterval?
  public let constant: Double
  /// |found - drawn|, mean.
  public let absoluteError: MeanInterval?
  /// found - drawn, mean.
  public let bias: MeanInterval?
  /// Pearson's, of found and drawn counts; nil when either never changes.
  public let correlation: CorrelationInterval?
  /// Least intersection over union of a found and a drawn box that are the same cell.
  public let overlap: Double
  /// Found ones of the drawn.
  public let recall: Share
  /// Drawn ones of the found.
  public let precision: Share

  static let overlap = 0.5

  /// Figures of the images that could be read; nil when none has a drawn cell of the kind.
  init?(_ kind: CountedKind, source: String?, _ counted: [CountedImage]) {
    let pairs = counted.compactMap { each in
      each.foundBoxes(kind).map { (each, drawn: each.drawnCount(kind), found: $0.count) }
    }
    guard pairs.contains(where: { $0.drawn > 0 }) else { return nil }
    self.kind = kind
    self.source = source
    images = pairs.count
    let names = Set(pairs.map(\.0.image.group).filter { !$0.isEmpty })
    groups = names.isEmpty ? nil : names.count
    drawn = pairs.reduce(0) { $0 + $1.drawn }
    found = pairs.reduce(0) { $0 + $1.found }
    let counts = pairs.map { Double($0.drawn) }.sorted()
    let middle = counts.count / 2
    constant = counts.count % 2 == 1 ? counts[middle] : (counts[middle - 1] + counts[middle]) / 2
    func mean(
      _ value: (Double, Double) -> Double, where holds: (Int) -> Bool = { _ in true }
    ) -> MeanInterval? {
      MeanInterval(
        pairs.filter { holds($0.drawn) }.map {
          (value(Double($0.drawn), Double($0.found)), $0.0.image.group)
        })
    }
    let guess = constant
    percentageError = mean({ abs($1 - $0) / $0 }, where: { $0 > 0 })
    constantError = mean({ drawn, _ in abs(guess - drawn) / drawn }, where: { $0 > 0 })
    absoluteError = mean { abs($1 - $0) }
    bias = mean { $1 - $0 }
    correlation = CorrelationInterval(
      pairs.map { (Double($0.drawn), Double($0.found), $0.0.image.group) })
    overlap = Self.overlap
    let hits = pairs.reduce(0) { sum, pair in
      sum
        + Detection.matched(
          pair.0.foundBoxes(kind) ?? [], pair.0.drawn[kind, default: []], overlap: Self.overlap)
    }
    recall = Share(hits, of: drawn)
    precision = Share(hits, of: found)
  }
}

/// Pearson's correlation with its 95 % interval by the bootstrap over groups, as `MeanInterval` draws them.
public struct CorrelationInterval: Hashable, Sendable, Encodable {
  public let count: Int
  public let value: Double
  public let low: Double
  public let high: Double

  /// The correlation of pairs, each with its group; nil when either of the two never changes.
  init?(_ pairs: [(one: Double, other: Double, group: String)]) {
    guard let value = Self.pearson(pairs.map { ($0.one, $0.other) }) else { return nil }
    var clusters: [[(Double, Double)]] = []
    var places: [String: Int] = [:]
    for pair in pairs {
      if !pair.group.isEmpty, let place = places[pair.group] {
        clusters[place].append((pair.one, pair.other))
      } else {
        places[pair.group] = clusters.count
        clusters.append([(pair.one, pair.other)])
      }
    }
    var source = SplitMix64(seed: 1)
    var values: [Double] = []
    for _ in 0..<MeanInterval.samples {
      var drawn: [(Double, Double)] = []
      for _ in clusters.indices {
        drawn += clusters[Int.random(in: 0..<clusters.count, using: &source)]
      }
      if let sample = Self.pearson(drawn) { values.append(sample) }
    }
    values.sort()
    count = pairs.count
    self.value = value
    // Draws of one picture only have no correlation.
    low = values.isEmpty ? -1 : values[values.count / 40]
    high = values.isEmpty ? 1 : values[values.count - 1 - values.count / 40]
  }

  private static func pearson(_ pairs: [(Double, Double)]) -> Double? {
    let count = Double(pairs.count)
    guard count > 1 else { return nil }
    let meanOne = pairs.reduce(0) { $0 + $1.0 } / count
    let meanOther = pairs.reduce(0) { $0 + $1.1 } / count
    var (one, other, both) = (0.0, 0.0, 0.0)
    for pair in pairs {
      let (a, b) = (pair.0 - meanOne, pair.1 - meanOther)
      one += a * a
      other += b * b
      both += a * b
    }
    return one > 0 && other > 0 ? both / (one * other).squareRoot() : nil
  }
}

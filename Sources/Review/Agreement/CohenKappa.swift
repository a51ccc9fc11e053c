/// Agreement of two raters beyond what chance would bring (Cohen 1960, Educational and Psychological
/// Measurement 20:37), unweighted, over any number of labels.
///
/// With p the shares of the table, a and b its margins: observed agreement o = sum of p(i, i), agreement by
/// chance e = sum of a(i) b(i), kappa = (o - e) / (1 - e).
public struct CohenKappa: Hashable, Sendable {
  /// -1...1: 0 is chance, 1 is perfect.
  public let value: Double
  /// For large samples (Fleiss, Cohen and Everitt 1969, Psychological Bulletin 72:323, equation 13); 0 where
  /// all cells agree, however few they are.
  public let standardError: Double
  /// Where the true kappa is with 95 % confidence: the exact limits of the observed agreement, carried
  /// over while agreement by chance is held at its estimate.
  ///
  /// `value` plus or minus 1.96 standard errors, the usual interval, has no width where all cells agree,
  /// and misses the truth far too often near 1 (`hematovision-bench kappa` measures both).
  public let interval: ClosedRange<Double>

  /// The kappa of a table; nil without cells, and where both raters gave every cell one and the same label:
  /// then chance alone agrees always, and nothing can be said.
  public init?(_ table: LabelTable) {
    let (first, second) = table.margins
    let byChance = first.reduce(0) { $0 + $1.value * (second[$1.key] ?? 0) }
    guard
      let value = Self.coefficient(
        agreed: table.agreed, byChance: byChance, count: table.total)
    else { return nil }
    self.value = value
    let count = Double(table.total)
    let expected = Double(byChance) / (count * count)
    standardError = Self.standardError(table, first, second, value, expected)
    let agreement = BinomialLimits.interval(events: table.agreed, of: table.total)
    func carried(_ agreement: Double) -> Double { max(-1, (agreement - expected) / (1 - expected)) }
    interval = carried(agreement.lowerBound)...carried(agreement.upperBound)
  }

  /// `value` plus or minus 1.96 standard errors, as it is mostly published.
  public var largeSampleInterval: ClosedRange<Double> {
    let half = 1.959_963_985 * standardError
    return value - half...value + half
  }

  /// Kappa alone.
  ///
  /// - Parameter byChance: Sum over the labels of the product of both margins, in cells squared.
  /// - Returns: nil when nothing was rated, or chance alone agrees always.
  public static func coefficient(agreed: Int, byChance: Int, count: Int) -> Double? {
    guard count > 0, byChance < count * count else { return nil }
    let expected = Double(byChance) / Double(count * count)
    return (Double(agreed) / Double(count) - expected) / (1 - expected)
  }

  private static func standardError(
    _ table: LabelTable, _ first: [Label: Int], _ second: [Label: Int], _ kappa: Double,
    _ expected: Double
  ) -> Double {
    let count = Double(table.total)
    func share(_ counts: [Label: Int], _ label: Label) -> Double {
      Double(counts[label] ?? 0) / count
    }
    var sum = 0.0
    // In a fixed order, so that the last digit is the same on every run.
    let pairs = table.counts.sorted {
      ($0.key.first.rawValue, $0.key.second.rawValue)
        < ($1.key.first.rawValue, $1.key.second.rawValue)
    }
    for (pair, cells) in pairs {
      // The first's label meets the second's margin and the other way round.
      let margins = share(second, pair.first) + share(first, pair.second)
      let term =
        pair.first == pair.second ? 1 - margins * (1 - kappa) : margins * (1 - kappa)
      sum += Double(cells) / count * term * term
    }
    let rest = kappa - expected * (1 - kappa)
    return (max(0, sum - rest * rest) / count).squareRoot() / (1 - expected)
  }
}

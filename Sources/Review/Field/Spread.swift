/// How a measure is spread over many cells. Kept to four decimals.
public struct Spread: Hashable, Sendable, Codable {
  public let mean: Double
  /// Standard deviation of the sample (n - 1); 0 for a single cell.
  public let sd: Double
  /// Below it lie 5 % of the cells.
  public let p5: Double
  public let median: Double
  /// Above it lie 5 % of the cells.
  public let p95: Double

  /// The spread of `values`; nil when there are none. Percentiles lie between two values in proportion, as
  /// NumPy's do.
  public init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    func percentile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      let part = place - Double(below)
      return sorted[below] + part * (sorted[above] - sorted[below])
    }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      mean: mean, sd: count > 1 ? (squares / (count - 1)).squareRoot() : 0,
      p5: percentile(0.05), median: percentile(0.5), p95: percentile(0.95))
  }

  /// The same in another unit, `factor` of which are one of this.
  public func scaled(by factor: Double) -> Spread {
    Spread(
      mean: mean * factor, sd: sd * factor, p5: p5 * factor, median: median * factor,
      p95: p95 * factor)
  }

  private init(mean: Double, sd: Double, p5: Double, median: Double, p95: Double) {
    (self.mean, self.sd) = (mean.toFourDecimals, sd.toFourDecimals)
    (self.p5, self.median, self.p95) = (
      p5.toFourDecimals, median.toFourDecimals, p95.toFourDecimals
    )
  }
}

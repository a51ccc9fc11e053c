import Review

/// A mean with its 95 % interval by the bootstrap over groups.
///
/// Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13 (percentiles). Groups, not
/// cells, are drawn: cells of one field or slide are not independent.
public struct MeanInterval: Hashable, Sendable, Encodable {
  /// Numbers that the mean is taken over.
  public let count: Int
  public let mean: Double
  public let low: Double
  public let high: Double

  /// Samples drawn for an interval.
  public static let samples = 2000

  /// The mean of `values`, each with the group that it belongs to; an empty group's value stands for itself. Nil
  /// when there are none.
  ///
  /// The draws are the same for the same groups: means of the same cells can be compared.
  public init?(_ values: [(value: Double, group: String)]) {
    guard !values.isEmpty else { return nil }
    var sums: [(sum: Double, count: Int)] = []
    var places: [String: Int] = [:]
    for (value, group) in values {
      if !group.isEmpty, let place = places[group] {
        sums[place].sum += value
        sums[place].count += 1
      } else {
        places[group] = sums.count
        sums.append((value, 1))
      }
    }
    var source = SplitMix64(seed: 1)
    var means: [Double] = []
    for _ in 0..<Self.samples {
      var (sum, count) = (0.0, 0)
      for _ in sums.indices {
        let drawn = sums[Int.random(in: 0..<sums.count, using: &source)]
        sum += drawn.sum
        count += drawn.count
      }
      means.append(sum / Double(count))
    }
    means.sort()
    count = values.count
    mean = values.reduce(0) { $0 + $1.value } / Double(values.count)
    low = means[Self.samples / 40]
    high = means[Self.samples - 1 - Self.samples / 40]
  }
}

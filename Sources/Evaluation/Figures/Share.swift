/// A share of a count with its 95 % interval.
public struct Share: Hashable, Sendable, Encodable {
  public let hits: Int
  public let count: Int
  /// `hits / count`; nil when there is nothing to count.
  public let value: Double?
  /// Ends of the 95 % Wilson score interval (Wilson 1927); 0 and 1 when there is nothing to count.
  public let low: Double
  public let high: Double

  /// The share `hits` of `count`.
  public init(_ hits: Int, of count: Int) {
    self.hits = hits
    self.count = count
    guard count > 0 else {
      (value, low, high) = (nil, 0, 1)
      return
    }
    let (n, z) = (Double(count), 1.959964)
    let share = Double(hits) / n
    let divisor = 1 + z * z / n
    let middle = (share + z * z / (2 * n)) / divisor
    let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / divisor
    value = share
    low = max(0, middle - half)
    high = min(1, middle + half)
  }
}

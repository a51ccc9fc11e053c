import Foundation

/// McNemar's exact test of two answers to the same questions: is one right more often than the other?
/// (McNemar 1947, Psychometrika 12:153; exact: the sign test on the pairs that differ.)
public struct McNemar: Hashable, Sendable {
  /// Pairs that only the first got right.
  public let onlyFirst: Int
  /// Pairs that only the second got right.
  public let onlySecond: Int

  /// A test of so many pairs that differ.
  public init(onlyFirst: Int, onlySecond: Int) {
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
  }

  /// Probability that chance alone gives the second as many of the differing pairs as it has, or more; 1
  /// where none differs. Small means that the second is better.
  public var secondIsBetter: Double { Self.upperTail(from: onlySecond, of: onlyFirst + onlySecond) }

  /// Probability that chance alone lets either lead by as much; 1 where none differs.
  public var differ: Double {
    min(1, 2 * Self.upperTail(from: max(onlyFirst, onlySecond), of: onlyFirst + onlySecond))
  }

  /// Probability of `events` heads or more in `trials` throws of a fair coin, summed from the smallest term.
  private static func upperTail(from events: Int, of trials: Int) -> Double {
    guard events > 0 else { return 1 }
    let count = Double(trials)
    let ways: Double = lgamma(count + 1) - count * log(2)
    let terms = (events...trials).map { event -> Double in
      let heads = Double(event)
      return exp(ways - lgamma(heads + 1) - lgamma(count - heads + 1))
    }
    return min(1, terms.sorted().reduce(0, +))
  }
}

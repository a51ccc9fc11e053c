import Foundation

/// When a fall of agreement between suggestions and answers is called a drift.
///
/// The first answers of a series are its reference. Every following block of `window` answers, none
/// of which overlap, is set against it by Fisher's exact test, one-sided (Fisher 1935): given how many overrides
/// reference and block have together, so many of them in the block would come by chance with a probability
/// of at most `window / cellsPerFalseAlarm`.
///
/// So whatever the true share of overrides is, as long as it stays the same from cell to cell, at most one block
/// in `cellsPerFalseAlarm / window` is expected to be called wrongly: expectations add up, though all blocks share
/// one reference. Nothing is estimated for it, and all of it stands here before an answer is looked at.
public struct DriftRule: Hashable, Sendable {
  /// Answers that the later ones are held against.
  public let reference: Int
  /// Answers in a block.
  public let window: Int
  /// In how many cells one false alarm is expected at most while nothing changes.
  public let cellsPerFalseAlarm: Int

  /// The rule that holds unless another is asked for: the first 400 answers, then each 100, with at most one
  /// false alarm in 10,000.
  public static let standard = DriftRule(
    reference: 400, window: 100, cellsPerFalseAlarm: 10_000)

  /// A rule; every number is at least 1, and a false alarm rarer than every block.
  public init(reference: Int, window: Int, cellsPerFalseAlarm: Int) {
    self.reference = max(1, reference)
    self.window = max(1, window)
    self.cellsPerFalseAlarm = max(self.window, cellsPerFalseAlarm)
  }

  /// Greatest probability with which a block is called wrongly.
  public var errorProbability: Double { Double(window) / Double(cellsPerFalseAlarm) }

  /// The least number of overrides in a block that is called a drift, after so many in the reference;
  /// nil when even a block of nothing else would not be.
  public func threshold(overridesInReference: Int) -> Int? {
    // More overrides in the block are less likely by chance: the limit is found by halving.
    guard chance(of: window, inReference: overridesInReference) <= errorProbability else {
      return nil
    }
    var (low, high) = (0, window)
    while low < high {
      let middle = (low + high) / 2
      if chance(of: middle, inReference: overridesInReference) <= errorProbability {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  /// Probability that a block has `overrides` or more, given what it and the reference have together.
  func chance(of overrides: Int, inReference before: Int) -> Double {
    let together = before + overrides
    let most = min(window, together)
    guard overrides <= most else { return 0 }
    let all = logChoices(reference + window, together)
    return min(
      1,
      (overrides...most).reduce(0) {
        $0 + exp(logChoices(window, $1) + logChoices(reference, together - $1) - all)
      })
  }

  /// The probability that a block is called although its share of overrides is still `share`, over all
  /// references that such a share can bring: what the rule really does, where `errorProbability` is its limit.
  public func falseAlarmProbability(share: Double) -> Double {
    (0...reference).reduce(0) { sum, before in
      let weight = binomial(before, of: reference, share: share)
      guard weight > 1e-12, let limit = threshold(overridesInReference: before) else { return sum }
      return sum + weight * tail(limit, of: window, share: share)
    }
  }

  /// After how many cells at the median a block is called once the share of overrides has become `share`,
  /// counted in whole blocks; nil when it never would be.
  ///
  /// - Parameter before: overrides in the reference that stands.
  public func medianCellsToNotice(share: Double, overridesInReference before: Int) -> Int? {
    guard let limit = threshold(overridesInReference: before) else { return nil }
    let called = tail(limit, of: window, share: share)
    guard called > 1e-9 else { return nil }
    guard called < 0.5 else { return window }
    return window * Int((log(0.5) / log1p(-called)).rounded(.up))
  }

  /// Probability of `limit` or more of `trials`.
  private func tail(_ limit: Int, of trials: Int, share: Double) -> Double {
    guard limit <= trials else { return 0 }
    return min(1, (limit...trials).reduce(0) { $0 + binomial($1, of: trials, share: share) })
  }

  private func binomial(_ events: Int, of trials: Int, share: Double) -> Double {
    guard share > 0 else { return events == 0 ? 1 : 0 }
    guard share < 1 else { return events == trials ? 1 : 0 }
    return exp(
      logChoices(trials, events) + Double(events) * log(share)
        + Double(trials - events) * log1p(-share))
  }

  /// Logarithm of the number of ways to choose `part` of `whole`; minus infinity when there is none.
  private func logChoices(_ whole: Int, _ part: Int) -> Double {
    guard (0...whole).contains(part) else { return -.infinity }
    return lgamma(Double(whole + 1)) - lgamma(Double(part + 1)) - lgamma(Double(whole - part + 1))
  }
}

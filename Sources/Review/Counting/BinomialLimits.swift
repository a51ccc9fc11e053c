import Foundation

/// Exact limits of a share of which a sample was seen (Clopper and Pearson 1934, Biometrika 26:404).
public enum BinomialLimits {
  /// The greatest share that is compatible with `events` in `trials`: were it greater, so few events
  /// would come with a probability below `1 - confidence`. One-sided; 1 without trials.
  public static func upper(events: Int, of trials: Int, confidence: Double = 0.95) -> Double {
    guard trials > 0, events < trials else { return 1 }
    return solve { distribution(events, of: trials, share: $0) > 1 - confidence }
  }

  /// The least share that is compatible with `events` in `trials`, one-sided; 0 without events.
  public static func lower(events: Int, of trials: Int, confidence: Double = 0.95) -> Double {
    guard trials > 0, events > 0 else { return 0 }
    return solve { 1 - distribution(events - 1, of: trials, share: $0) < 1 - confidence }
  }

  /// Both limits, each with half of the error probability.
  public static func interval(
    events: Int, of trials: Int, confidence: Double = 0.95
  ) -> ClosedRange<Double> {
    let oneSided = (1 + confidence) / 2
    let low = lower(events: events, of: trials, confidence: oneSided)
    return low...max(low, upper(events: events, of: trials, confidence: oneSided))
  }

  /// How many clean trials bound the share by `share`.
  public static func cleanTrials(toBound share: Double, confidence: Double = 0.95) -> Int {
    guard share > 0, share < 1 else { return 0 }
    return Int((log(1 - confidence) / log1p(-share)).rounded(.up))
  }

  /// The share at which `holds` turns from true to false, by halving; to 1e-12.
  private static func solve(_ holds: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    while high - low > 1e-12 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// Probability of at most `events` in `trials`.
  ///
  /// Summed from `events` away from the most likely number, so that the terms fall and the sum ends when
  /// they no longer count: a screen shows the limits of 100,000 cells in every frame.
  private static func distribution(_ events: Int, of trials: Int, share: Double) -> Double {
    guard share > 0, events < trials else { return 1 }
    guard share < 1 else { return 0 }
    let odds = share / (1 - share)
    let isLowerTail = Double(events) < Double(trials) * share
    var event = isLowerTail ? events : events + 1
    var term = probability(of: event, in: trials, share: share)
    var sum = 0.0
    while (0...trials).contains(event), term > sum * 0x1p-56 {
      sum += term
      if isLowerTail {
        term *= Double(event) / (Double(trials - event + 1) * odds)
        event -= 1
      } else {
        term *= Double(trials - event) * odds / Double(event + 1)
        event += 1
      }
    }
    return isLowerTail ? min(1, sum) : max(0, 1 - sum)
  }

  /// Probability of exactly `events`; through logarithms, so that it does not underflow early.
  private static func probability(of events: Int, in trials: Int, share: Double) -> Double {
    let (events, trials) = (Double(events), Double(trials))
    let ways: Double = lgamma(trials + 1) - lgamma(events + 1) - lgamma(trials - events + 1)
    return exp(ways + events * log(share) + (trials - events) * log1p(-share))
  }
}

import Engine
import Foundation

/// Temperature and thresholds of a head, chosen on validation cells by the rules of the shipped weights
/// (`Weights/recipe/evaluate.py`), in which all cells weigh the same here.
public struct HeadCalibration: Hashable, Sendable {
  /// Divides the logits before the softmax.
  public let temperature: Double
  /// Below this greatest probability a suggestion is uncertain.
  public let uncertainBelow: Double
  /// From this sum of the classes outside the core on, a core class is uncertain.
  public let outsideAbove: Double

  /// Share of right answers that sure ones are to reach.
  public static let wantedAccuracy = 0.97
  /// Share of core cells that may be flagged as outside.
  public static let falseFlags = 0.01

  /// - Parameters:
  ///   - logits: of each validation cell.
  ///   - labels: its class.
  ///   - core: which classes are of the core.
  public init(logits: [[Float]], labels: [Int], core: [Bool]) {
    precondition(logits.count == labels.count && !logits.isEmpty)
    let fitted = Self.temperature(logits, labels: labels, weights: labels.map { _ in 1 })
    let temperature = (fitted.temperature * 10_000).rounded() / 10_000
    self.temperature = temperature
    let shares = logits.map { softmax($0, temperature: temperature) }
    let outside = shares.map { shares in
      zip(shares, core).reduce(0) { $1.1 ? $0 : $0 + $1.0 }
    }
    let ofCore = labels.indices.filter { core[labels[$0]] }
    let flags = ofCore.map { outside[$0] }.sorted()
    let place = Int((Double(flags.count - 1) * (1 - Self.falseFlags)).rounded(.up))
    let flag = flags.isEmpty ? 0.5 : flags[max(0, min(place, flags.count - 1))]
    let outsideAbove = (min(0.95, max(0.5, flag)) * 10_000).rounded() / 10_000
    self.outsideAbove = outsideAbove
    let bests = shares.map { shares in shares.indices.max { shares[$0] < shares[$1] } ?? 0 }
    let answered = ofCore.filter { core[bests[$0]] && outside[$0] < outsideAbove }
    // Never below one half: a cell that is more likely something else is not "ok".
    let thresholds = (50...95).map { Double($0) / 100 }
    let reached = thresholds.map { threshold in
      let sure = answered.filter { shares[$0][bests[$0]] >= threshold }
      guard !sure.isEmpty else { return true }
      let right = sure.count { bests[$0] == labels[$0] }
      return Double(right) >= Self.wantedAccuracy * Double(sure.count)
    }
    let first = thresholds.indices.first { start in reached[start...].allSatisfy { $0 } }
    uncertainBelow = thresholds[first ?? thresholds.count - 1]
  }

  /// The temperature of the least weighted cross entropy over a grid, and what each cell has of that loss.
  static func temperature(
    _ logits: [[Float]], labels: [Int], weights: [Double]
  ) -> (temperature: Double, losses: [Double]) {
    var best = (temperature: 1.0, losses: [Double](), sum: Double.infinity)
    for step in 0..<Self.steps {
      let share = Double(step) / Double(Self.steps - 1)
      let temperature = exp(log(0.3) + (log(4) - log(0.3)) * share)
      let losses = logits.enumerated().map { place, line in
        let greatest = line.max() ?? 0
        let sum = line.reduce(0) { $0 + exp(Double($1 - greatest) / temperature) }
        return weights[place]
          * (log(sum) - Double(line[labels[place]] - greatest) / temperature)
      }
      let sum = losses.reduce(0, +)
      if sum < best.sum { best = (temperature, losses, sum) }
    }
    return (best.temperature, best.losses)
  }

  private static let steps = 100
}

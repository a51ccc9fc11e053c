import Foundation

/// How far a suggestion may be believed, from the model's calibrated thresholds.
public enum SuggestionStatus: String, Hashable, Sendable, Codable {
  /// One of the report's classes, surely enough.
  case ok
  /// Below the model's confidence floor.
  case uncertain
  /// The surest answer is none of the report's classes.
  case outside
}

/// A class's share of a suggestion; it names the class, so that a log outlives its model.
public struct ClassProbability: Hashable, Sendable, Codable {
  public let label: Label
  /// 0...1.
  public let probability: Double

  /// The probability of one class.
  public init(label: Label, probability: Double) {
    self.label = label
    self.probability = probability
  }
}

/// What a model says of one cell.
public struct Suggestion: Hashable, Sendable, Codable {
  /// One entry for each class of the model, in the model's order; they add up to 1.
  public let probabilities: [ClassProbability]
  /// Code of the surest class.
  public let label: Label
  public let status: SuggestionStatus
  /// True where lobes and roundness of the nucleus were weighed in, because the model alone was torn between forms; nil
  /// elsewhere, as in logs of before.
  public let formWeighed: Bool?

  /// A suggestion whose `label` is the class of the greatest probability.
  public init(
    probabilities: [ClassProbability], label: Label, status: SuggestionStatus,
    formWeighed: Bool? = nil
  ) {
    self.probabilities = probabilities
    self.label = label
    self.status = status
    self.formWeighed = formWeighed
  }

  /// The probability of a class; nil when the model did not know it.
  public func probability(of label: Label) -> Double? {
    probabilities.first { $0.label == label }?.probability
  }

  /// Greatest probability.
  public var confidence: Double { probabilities.map(\.probability).max() ?? 0 }

  /// Distance between the greatest and the second probability, 0...1.
  public var margin: Double {
    let sorted = probabilities.map(\.probability).sorted(by: >)
    return sorted.count > 1 ? sorted[0] - sorted[1] : confidence
  }

  /// Shannon entropy of the probabilities in bits.
  public var entropy: Double {
    -probabilities.map(\.probability).reduce(0) { $1 > 0 ? $0 + $1 * log2($1) : $0 }
  }
}

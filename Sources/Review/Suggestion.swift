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

/// What a model says of one cell.
public struct Suggestion: Hashable, Sendable, Codable {
  /// One probability for each class of the model, in the model's order; they add up to 1.
  public let probabilities: [Double]
  /// Code of the surest class.
  public let label: Label
  public let status: SuggestionStatus

  /// A suggestion whose `label` is the class of the greatest probability.
  public init(probabilities: [Double], label: Label, status: SuggestionStatus) {
    self.probabilities = probabilities
    self.label = label
    self.status = status
  }

  /// Greatest probability.
  public var confidence: Double { probabilities.max() ?? 0 }

  /// Distance between the greatest and the second probability, 0...1.
  public var margin: Double {
    let sorted = probabilities.sorted(by: >)
    return sorted.count > 1 ? sorted[0] - sorted[1] : confidence
  }

  /// Shannon entropy of the probabilities in bits.
  public var entropy: Double {
    -probabilities.reduce(0) { $1 > 0 ? $0 + $1 * log2($1) : $0 }
  }
}

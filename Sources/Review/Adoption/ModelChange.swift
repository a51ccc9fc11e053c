/// A model let in, turned away, or taken back.
public struct ModelChange: Hashable, Sendable, Codable {
  public enum Outcome: String, Sendable, Codable {
    case adopted
    case refused
    case rolledBack = "rolled_back"
  }

  public let outcome: Outcome
  /// The model that is used from now on; of a refusal, the one that is not.
  public let model: ModelIdentity
  /// The model that was used until now.
  public let previous: ModelIdentity
  /// The entry of the rule it was judged by; nil for a step back.
  public let plan: EntryID?
  /// How often a model was judged by this rule, this time included; nil for a step back.
  public let attempt: Int?
  public let figures: GateFigures?
  /// SHA-256 of what the model was trained on, and the seed, as its file says.
  public let trainingDataSHA256: String?
  public let seed: UInt64?
  /// Why it was turned away; empty when it was not.
  public let reasons: [String]

  /// A change, or none.
  public init(
    outcome: Outcome, model: ModelIdentity, previous: ModelIdentity, plan: EntryID? = nil,
    attempt: Int? = nil, figures: GateFigures? = nil, trainingDataSHA256: String? = nil,
    seed: UInt64? = nil, reasons: [String] = []
  ) {
    self.outcome = outcome
    self.model = model
    self.previous = previous
    self.plan = plan
    self.attempt = attempt
    self.figures = figures
    self.trainingDataSHA256 = trainingDataSHA256
    self.seed = seed
    self.reasons = reasons
  }
}

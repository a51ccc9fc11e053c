/// How many answers were other than suggested, "other" and "cannot be told" among them.
public struct OverrideRate: Hashable, Sendable {
  public private(set) var overridden = 0
  /// Answers with a suggestion.
  public private(set) var answers = 0

  /// No answer yet.
  public init() {}

  /// `overridden` of `answers`.
  public init(_ overridden: Int, of answers: Int) {
    self.overridden = overridden
    self.answers = answers
  }

  /// Takes an answer.
  public mutating func add(isOverride: Bool) {
    answers += 1
    if isOverride { overridden += 1 }
  }

  public var agreed: Int { answers - overridden }

  /// 0...1; nil without answers.
  public var value: Double? { answers == 0 ? nil : Double(overridden) / Double(answers) }

  /// Exact 95 % limits; 0...1 without answers.
  public var limits: ClosedRange<Double> {
    BinomialLimits.interval(events: overridden, of: answers)
  }
}

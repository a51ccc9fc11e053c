/// A series of answers under a rule, as they come in.
public struct DriftWatch: Hashable, Sendable {
  /// A block of answers with too many overrides.
  public struct Alarm: Hashable, Sendable {
    /// Answers of the series before the block.
    public let after: Int
    public let overrides: Int
    /// How many overrides it takes.
    public let threshold: Int
    /// The record that filled the block.
    public let sequence: Int64
  }

  public let rule: DriftRule
  /// Overrides among the first answers, the reference.
  public private(set) var reference = OverrideRate()
  /// Answers of the block that is filling.
  public private(set) var block = OverrideRate()
  /// Blocks that were filled.
  public private(set) var blocks = 0
  public private(set) var alarms: [Alarm] = []
  /// Known once the reference is full; nil before, and where no block could be called.
  public private(set) var threshold: Int?

  /// A series without an answer.
  public init(_ rule: DriftRule) { self.rule = rule }

  /// Whether the reference is full, so that blocks are looked at.
  public var isWatching: Bool { reference.answers == rule.reference }

  /// Whether the last filled block was called.
  public var isAlarming: Bool {
    alarms.last.map { $0.after == rule.reference + (blocks - 1) * rule.window } ?? false
  }

  /// Takes the next answer.
  ///
  /// - Parameter sequence: its record's place in the log.
  /// - Returns: whether it filled a block that is called a drift.
  @discardableResult
  public mutating func take(isOverride: Bool, sequence: Int64) -> Bool {
    guard isWatching else {
      reference.add(isOverride: isOverride)
      if isWatching {
        threshold = rule.threshold(overridesInReference: reference.overridden)
      }
      return false
    }
    block.add(isOverride: isOverride)
    guard block.answers == rule.window else { return false }
    defer { block = OverrideRate() }
    blocks += 1
    guard let threshold, block.overridden >= threshold else { return false }
    alarms.append(
      Alarm(
        after: rule.reference + (blocks - 1) * rule.window, overrides: block.overridden,
        threshold: threshold, sequence: sequence))
    return true
  }
}

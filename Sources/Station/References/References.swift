import Review

/// The laboratory's own examples of a class, beside the cell in question.
public struct References: Equatable, Sendable {
  /// What the log said of a class.
  enum Answer: Equatable, Sendable {
    case found(ReferenceCells)
    case failed(Notice)
  }

  /// Examples on screen at the most.
  static let shown = 6
  /// How many the log is asked for: some of their files may be gone.
  public static let asked = 24

  /// Which class is shown: the likeliest (0), the next (1), or none.
  var rank: Int?
  private var answers: [Label: Answer] = [:]
  /// Classes whose answer is older than the last decision.
  private var stale: Set<Label> = []
  private var waiting: Set<Label> = []

  subscript(label: Label) -> Answer? { answers[label] }

  /// Whether the log has to be asked about a class now.
  mutating func ask(_ label: Label) -> Bool {
    guard answers[label] == nil || stale.contains(label), waiting.insert(label).inserted else {
      return false
    }
    stale.remove(label)
    return true
  }

  mutating func take(_ answer: Answer, of label: Label) {
    waiting.remove(label)
    answers[label] = answer
  }

  /// Takes note of an entry that is in the log now.
  mutating func note(_ event: LogEvent) {
    switch event {
    case .decided(let decision) where decision.supersedes == nil: stale.insert(decision.label)
    case .decided, .undone, .redone: stale.formUnion(answers.keys)
    default: break
    }
  }
}

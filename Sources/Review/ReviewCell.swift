/// A white cell under review: where it is, what was suggested, and what was decided so far.
///
/// Steps that were undone stay in `steps`; they only stop counting.
public struct ReviewCell: Hashable, Sendable {
  /// Something a technician did to the cell.
  public struct Step: Hashable, Sendable {
    /// The log entry that holds the step.
    public let entry: EntryID
    public let action: Action
    /// False while the step is undone.
    public internal(set) var holds: Bool
  }

  /// A placement of the box, an answer or a remark.
  public enum Action: Hashable, Sendable {
    case placed(BoxPlacement)
    case decided(Decision)
    case annotated(Annotation)
  }

  public let id: CellID
  /// The finder's box; nil for a cell that only the technician saw.
  public internal(set) var foundBox: Box?
  /// What the model said of the finder's box.
  public internal(set) var foundSuggestion: Suggestion?
  /// Everything done to the cell, oldest first.
  public internal(set) var steps: [Step] = []

  private var lastPlacement: BoxPlacement? {
    for step in steps.reversed() where step.holds {
      if case .placed(let placement) = step.action { return placement }
    }
    return nil
  }

  private var lastDecision: (entry: EntryID, decision: Decision)? {
    for step in steps.reversed() where step.holds {
      if case .decided(let decision) = step.action { return (step.entry, decision) }
    }
    return nil
  }

  /// Where the cell is now; nil once the technician's own box was undone.
  public var box: Box? { lastPlacement?.box ?? foundBox }

  /// What the model says of `box`.
  public var suggestion: Suggestion? {
    if let lastPlacement { return lastPlacement.suggestion }
    return foundSuggestion
  }

  /// The answer that holds; nil while the cell is unreviewed.
  public var decision: Decision? { lastDecision?.decision }

  /// The log entry of `decision`.
  public var decisionEntry: EntryID? { lastDecision?.entry }

  /// The first answer ever given, undone or not: only before it could the suggestion be unknown.
  public var firstAnswer: Decision? {
    for step in steps {
      if case .decided(let decision) = step.action { return decision }
    }
    return nil
  }

  /// Flag, note and reasons that hold.
  public var remarks: Remarks { Remarks(steps) }

  /// Whether any step still holds, so that a new classification may not drop the cell.
  var isTouched: Bool { steps.contains { $0.holds } }
}

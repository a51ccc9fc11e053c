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
    /// Who did it.
    public let reviewer: String
  }

  /// A placement of the box, an answer, a remark, or another reviewer's word.
  public enum Action: Hashable, Sendable {
    case placed(BoxPlacement)
    case decided(Decision)
    case annotated(Annotation)
    case reread(SecondReading)
    case adjudicated(Adjudication)
    case compared(CellComparison)
  }

  public let id: CellID
  /// The finder's box; nil for a cell that only the technician saw.
  public internal(set) var foundBox: Box?
  /// What the model said of the finder's box.
  public internal(set) var foundSuggestion: Suggestion?
  /// What was measured of the cell in the finder's box.
  public internal(set) var foundMeasures: CellMeasures?
  /// Everything done to the cell, oldest first.
  public internal(set) var steps: [Step] = []

  private var lastPlacement: BoxPlacement? {
    for step in steps.reversed() where step.holds {
      if case .placed(let placement) = step.action { return placement }
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

  /// What was measured of the cell in `box`.
  public var measures: CellMeasures? {
    if let lastPlacement { return lastPlacement.measures }
    return foundMeasures
  }

  /// The answer that holds; nil while the cell is unreviewed.
  public var decision: Decision? { steps.lastAnswer?.decision }

  /// The log entry of `decision`.
  public var decisionEntry: EntryID? { steps.lastAnswer?.entry }

  /// Who gave `decision`.
  public var reviewer: String? { steps.lastAnswer?.reviewer }

  /// The first answer ever given, undone or not: only before it could the suggestion be unknown.
  public var firstAnswer: Decision? { steps.firstAnswer }

  /// Answers that hold and that no later one replaces, oldest first; more than one when two stations
  /// answered without knowing of each other.
  public var openAnswers: [Answer] { steps.openAnswers }

  /// The further reviewer's word between answers that differ.
  public var adjudication: (entry: EntryID, adjudication: Adjudication)? { steps.adjudication }

  /// Second readings that hold, oldest first.
  public var secondReadings: [(entry: EntryID, reading: SecondReading)] { steps.secondReadings }

  /// Whether different answers hold and nobody decided between them: the cell counts nowhere.
  public var isContested: Bool { steps.isContested }

  /// Whether a second reading says otherwise than `decision`, and nobody decided between them.
  public var isDisputed: Bool { steps.isDisputed }

  /// Whether the cell was said to be one that is counted elsewhere.
  public var isDouble: Bool { steps.isDouble }

  /// The comparison by which the cell is a double; it names the cell that counts.
  public var double: CellComparison? { steps.double }

  /// What was said last of this cell and another one; nil when nobody compared them.
  public func isSame(as cell: CellID, in image: ImagePath) -> Bool? {
    steps.comparisons.last { $0.otherCell == cell && $0.otherImage == image }?.isSame
  }

  /// Whether an answer is still wanted.
  public var isOpen: Bool { decision == nil && !isDouble }

  /// What the cell counts as; nil while unanswered, while contested, and for a double.
  public var verdict: Verdict? { steps.verdict }

  /// Flag, note and reasons that hold.
  public var remarks: Remarks { Remarks(steps) }

  /// Whether any step still holds, so that a new classification may not drop the cell.
  var isTouched: Bool { steps.contains { $0.holds } }
}

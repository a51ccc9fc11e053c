/// One picture's review, built up from log entries; the same live and when a log is read back.
public struct ImageReview: Hashable, Sendable {
  /// What is known of the picture itself.
  public enum Finding: Hashable, Sendable {
    /// Nobody looked for cells yet.
    case unclassified
    case classified(PictureFacts)
    case failed(Notice)
  }

  /// The content these decisions are about; nil until something told it.
  public private(set) var sha256: String?
  public private(set) var finding: Finding = .unclassified
  /// The model of the last classification.
  public private(set) var model: ModelIdentity?
  /// Every cell, those whose box was undone included; see `cells`.
  private var everyCell: [ReviewCell] = []
  /// Answers for the picture as a whole, oldest first.
  private var fieldSteps: [ReviewCell.Step] = []

  /// A picture nobody looked at; with a hash when its content is known.
  public init(sha256: String? = nil) { self.sha256 = sha256 }

  /// The cells in reading order: rows from top to bottom, left to right.
  public var cells: [ReviewCell] { everyCell.filter { $0.box != nil } }

  /// The answer for the picture as a whole, with its log entry.
  public var fieldDecision: (entry: EntryID, decision: Decision)? {
    fieldSteps.lastAnswer.map { ($0.entry, $0.decision) }
  }

  /// Answers for the picture as a whole that hold and that no later one replaces, oldest first.
  public var openFieldAnswers: [Answer] { fieldSteps.openAnswers }

  /// The further reviewer's word on the picture as a whole.
  public var fieldAdjudication: (entry: EntryID, adjudication: Adjudication)? {
    fieldSteps.adjudication
  }

  /// What the picture as a whole counts as.
  public var fieldVerdict: Verdict? { fieldSteps.verdict }

  /// Second readings of the picture as a whole that hold, oldest first.
  public var fieldSecondReadings: [(entry: EntryID, reading: SecondReading)] {
    fieldSteps.secondReadings
  }

  /// Whether different answers for the picture as a whole hold and nobody decided between them.
  public var isFieldContested: Bool { fieldSteps.isContested }

  /// Whether a second reading of the picture as a whole says otherwise, and nobody decided.
  public var isFieldDisputed: Bool { fieldSteps.isDisputed }

  /// Cells, or the picture as a whole, with different answers that nobody decided between.
  public var contestedCount: Int {
    cells.count { $0.isContested } + (isFieldContested ? 1 : 0)
  }

  /// Cells that a second reader saw otherwise, with nobody having decided.
  public var disputedCount: Int {
    cells.count { $0.isDisputed } + (isFieldDisputed ? 1 : 0)
  }

  /// Flag, note and reasons of the picture as a whole.
  public var remarks: Remarks { Remarks(fieldSteps) }

  /// Whether the picture or one of its cells is flagged.
  public var isFlagged: Bool {
    remarks.isFlagged || cells.contains { $0.remarks.isFlagged }
  }

  /// Whether cells were looked for and none is there.
  public var hasNoCell: Bool {
    if case .classified = finding { return cells.isEmpty }
    return false
  }

  /// Answers that hold, of the cells and of the picture as a whole.
  public var decisions: [Decision] {
    cells.compactMap(\.decision) + [fieldDecision?.decision].compactMap { $0 }
  }

  /// What the cells and the picture as a whole count as; contested ones and doubles are left out.
  public var verdicts: [Verdict] {
    cells.compactMap(\.verdict) + [fieldSteps.verdict].compactMap { $0 }
  }

  /// Whether nothing is left to answer.
  public var isComplete: Bool {
    let cells = cells
    if cells.isEmpty { return fieldDecision != nil }
    return !cells.contains { $0.isOpen }
  }

  /// The cell with this identifier, as long as it has a box.
  public func cell(_ id: CellID) -> ReviewCell? { cells.first { $0.id == id } }

  /// Whether `entry` is one of this picture's steps.
  public func contains(_ entry: EntryID) -> Bool {
    fieldSteps.contains { $0.entry == entry }
      || everyCell.contains { $0.steps.contains { $0.entry == entry } }
  }

  // MARK: Building

  mutating func apply(_ classification: Classification) {
    switch classification.outcome {
    case .failed(let notice):
      finding = .failed(notice)
    case .cells(let facts, let found):
      sha256 = facts.sha256
      finding = .classified(facts.withoutFingerprint)
      model = classification.model
      adopt(found)
    }
  }

  /// Takes the finder's cells; one that a technician touched is kept and only told the new suggestion.
  private mutating func adopt(_ found: [FoundCell]) {
    var kept = everyCell.filter(\.isTouched)
    for cell in found {
      let twin = kept.indices.first { index in
        kept[index].id == cell.id
          || (kept[index].box?.intersectionOverUnion(cell.box) ?? 0) >= Self.sameCellOverlap
      }
      if let twin {
        kept[twin].foundBox = kept[twin].foundBox ?? cell.box
        kept[twin].foundSuggestion = cell.suggestion
        kept[twin].foundMeasures = cell.measures
      } else {
        kept.append(
          ReviewCell(
            id: cell.id, foundBox: cell.box, foundSuggestion: cell.suggestion,
            foundMeasures: cell.measures))
      }
    }
    everyCell = kept
    sortCells()
  }

  /// Takes places of cells of which nothing more is told.
  mutating func take(_ finding: Finding, boxes: [(CellID, Box)]) {
    self.finding = finding
    everyCell = boxes.map { ReviewCell(id: $0, foundBox: $1, foundSuggestion: nil) }
  }

  /// Boxes that share at least this much (intersection over union) mean the same cell.
  public static let sameCellOverlap = 0.5

  /// Takes what somebody did to a cell, or to the picture as a whole.
  mutating func apply(
    _ action: ReviewCell.Action, to cell: CellID?, content: String, entry: EntryID,
    by reviewer: String
  ) {
    sha256 = content
    let step = ReviewCell.Step(entry: entry, action: action, holds: true, reviewer: reviewer)
    guard let cell else {
      fieldSteps.append(step)
      return
    }
    if let index = everyCell.firstIndex(where: { $0.id == cell }) {
      everyCell[index].steps.append(step)
    } else if case .decided(let decision) = action {
      // Its classification was not in the part of the log that was read: the decision says enough.
      everyCell.append(
        ReviewCell(
          id: cell, foundBox: decision.box, foundSuggestion: decision.suggestion,
          foundMeasures: decision.measures, steps: [step]))
    } else {
      everyCell.append(ReviewCell(id: cell, foundBox: nil, foundSuggestion: nil, steps: [step]))
    }
    sortCells()
  }

  mutating func setHolds(_ holds: Bool, entry: EntryID) {
    for index in fieldSteps.indices where fieldSteps[index].entry == entry {
      fieldSteps[index].holds = holds
    }
    for cell in everyCell.indices {
      for step in everyCell[cell].steps.indices where everyCell[cell].steps[step].entry == entry {
        everyCell[cell].steps[step].holds = holds
      }
    }
    sortCells()
  }

  private mutating func sortCells() {
    everyCell.sort { left, right in
      guard let a = left.box ?? left.foundBox, let b = right.box ?? right.foundBox else {
        return left.id.rawValue < right.id.rawValue
      }
      return (a.y, a.x, left.id.rawValue) < (b.y, b.x, right.id.rawValue)
    }
  }
}

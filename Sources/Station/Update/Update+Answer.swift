import Review

extension State {
  /// Space: the suggested class, or that there is no cell. An answer that stands is left alone.
  mutating func accept() -> [Effect] {
    if let cell {
      guard cell.decision == nil else { return keepAnswer(cell.decision) }
      guard let suggestion = cell.suggestion else { return [] }
      return answer(suggestion.label)
    }
    if let field = imageReview.fieldDecision { return keepAnswer(field.decision) }
    return answer(.noCell)
  }

  private mutating func keepAnswer(_ decision: Decision?) -> [Effect] {
    guard let decision else { return [] }
    advance()
    message = Message(
      kind: .info,
      text: "was answered before: \(name(of: decision.label)); a class's key changes it")
    return []
  }

  /// Records `label` for the selected cell, or for the field when there is none, and goes on.
  mutating func answer(_ label: Label) -> [Effect] {
    guard let image else { return [] }
    let subject = Subject(image: image, cell: cell?.id)
    if let standing = standing(of: subject)?.decision, standing.label == label {
      return keepAnswer(standing)
    }
    guard let decision = decision(label, on: subject, circumstances) else { return [] }
    let effects = decide([decision])
    advance()
    return effects
  }

  /// How an answer given at the desk now came about.
  private var circumstances: Circumstances {
    Circumstances(
      suggestionVisible: true, dwellMilliseconds: visibleSince.map { now - $0 } ?? 0,
      queueOrder: "name", queuePosition: selected + 1)
  }

  /// The answer of a cell, or of a picture as a whole, that holds.
  func standing(of subject: Subject) -> (entry: EntryID, decision: Decision)? {
    let review = review[subject.image]
    guard let id = subject.cell else { return review.fieldDecision }
    guard let cell = review.cell(id), let entry = cell.decisionEntry, let decision = cell.decision
    else { return nil }
    return (entry, decision)
  }

  /// The decision that answers `subject` with `label`, with all its evidence; nil when the cell is
  /// gone or the picture's content is not known.
  func decision(
    _ label: Label, on subject: Subject, _ circumstances: Circumstances
  ) -> Decision? {
    let review = review[subject.image]
    let cell = subject.cell.flatMap { review.cell($0) }
    guard cell != nil || subject.cell == nil else { return nil }
    let shownSHA256 = subject.image == image ? shownFacts?.sha256 : nil
    guard let sha256 = review.sha256 ?? shownSHA256 else { return nil }
    let suggested = suggestedLabel(of: cell, in: review)
    return Decision(
      image: subject.image, imageSHA256: sha256, cell: cell?.id, box: cell?.box, label: label,
      kind: kind(of: label, suggested: suggested), suggestion: cell?.suggestion,
      model: suggested == nil ? nil : review.model ?? session.model,
      supersedes: standing(of: subject)?.entry,
      suggestionVisible: circumstances.suggestionVisible && suggested != nil,
      dwellMilliseconds: circumstances.dwellMilliseconds, queueOrder: circumstances.queueOrder,
      queuePosition: circumstances.queuePosition, reason: circumstances.reason)
  }

  /// What was suggested for a cell, or for a picture as a whole.
  private func suggestedLabel(of cell: ReviewCell?, in review: ImageReview) -> Label? {
    if let cell { return cell.suggestion?.label }
    return review.hasNoCell ? .noCell : nil
  }

  /// Takes decisions as one step, which one `u` takes back; each is an entry of its own.
  mutating func decide(_ decisions: [Decision]) -> [Effect] {
    guard let first = decisions.first else { return [] }
    let steps = decisions.enumerated().map { offset, decision in
      let subject = Subject(image: decision.image, cell: decision.cell)
      let before =
        standing(of: subject)?.decision.label
        ?? suggestedLabel(
          of: decision.cell.flatMap { review[decision.image].cell($0) }, in: review[decision.image])
      return Undoable(
        image: decision.image, cell: decision.cell,
        entry: EntryID(session: session.id, number: recording.nextNumber + offset),
        text: "\(shortName(decision.image)) \(arrow(from: before, to: decision.label))",
        group: decisions.count == 1
          ? nil : EntryID(session: session.id, number: recording.nextNumber))
    }
    undoStack += steps
    redoStack = []
    return enter(
      decisions.map { .decided($0) },
      message: steps.count == 1
        ? steps[0].text : "\(steps.count) cells → \(name(of: first.label))")
  }

  private func kind(of label: Label, suggested: Label?) -> DecisionKind {
    switch label {
    case .unidentified: .unidentified
    case .other: .other
    default: label == suggested ? .confirm : .override
    }
  }

  private func arrow(from: Label?, to label: Label) -> String {
    guard let from, from != label else { return name(of: label) }
    return "\(name(of: from)) → \(name(of: label))"
  }

  /// A label as the list and the messages write it.
  func name(of label: Label) -> String {
    if let found = session.cellClass(label) { return found.cellClass.short }
    return switch label {
    case .unidentified: "Unident"
    case .other: "Other"
    case .noCell: "No cell"
    default: label.rawValue
    }
  }

  func shortName(_ image: ImagePath) -> String { image.fileName.lossyText }

  // MARK: Undo

  mutating func undo() -> [Effect] {
    let steps = undoStack.popStep()
    guard let last = steps.last else { return [] }
    redoStack += steps
    // The newest first, as each was taken: an answer may stand on the one before it.
    let effects = enter(
      steps.reversed().map { .undone(image: $0.image, entry: $0.entry) },
      message: "undone: \(text(of: steps))")
    show(last)
    return effects
  }

  mutating func redo() -> [Effect] {
    let steps = redoStack.popStep()
    guard let last = steps.last else { return [] }
    undoStack += steps
    let effects = enter(
      steps.map { .redone(image: $0.image, entry: $0.entry) },
      message: "done again: \(text(of: steps))")
    show(last)
    return effects
  }

  private func text(of steps: [Undoable]) -> String {
    steps.count == 1 ? steps[0].text : "\(steps.count) answers"
  }

  private mutating func show(_ step: Undoable) {
    guard let index = catalogue.index(of: step.image) else { return }
    select(index)
    if let cell = imageReview.cells.firstIndex(where: { $0.id == step.cell }) {
      selectCell(offset: cell - selectedCell)
    }
  }
}

extension [Undoable] {
  /// Takes the newest step off: one entry, or all entries of one move.
  fileprivate mutating func popStep() -> [Undoable] {
    guard let last = popLast() else { return [] }
    var steps = [last]
    while let group = last.group, let next = self.last, next.group == group {
      steps.insert(next, at: 0)
      removeLast()
    }
    return steps
  }
}

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
      kind: .info, text: "was answered before: \(name(of: decision.label)); a number changes it")
    return []
  }

  /// Records `label` for the selected cell, or for the field when there is none, and goes on.
  mutating func answer(_ label: Label) -> [Effect] {
    guard let image else { return [] }
    let review = imageReview
    let cell = cell
    let standing =
      cell.map { ($0.decisionEntry, $0.decision) }
      ?? (review.fieldDecision?.entry, review.fieldDecision?.decision)
    if let decision = standing.1, decision.label == label { return keepAnswer(decision) }
    guard let sha256 = review.sha256 ?? shownFacts?.sha256 else { return [] }

    let suggested = cell == nil ? (review.hasNoCell ? Label.noCell : nil) : cell?.suggestion?.label
    let decision = Decision(
      image: image, imageSHA256: sha256, cell: cell?.id, box: cell?.box, label: label,
      kind: kind(of: label, suggested: suggested), suggestion: cell?.suggestion,
      model: suggested == nil ? nil : review.model ?? session.model, supersedes: standing.0,
      suggestionVisible: suggested != nil, dwellMilliseconds: visibleSince.map { now - $0 } ?? 0,
      queueOrder: "name", queuePosition: selected + 1)
    let text = "\(shortName(image)) \(arrow(from: standing.1?.label ?? suggested, to: label))"
    undoStack.append(
      Undoable(
        image: image, cell: cell?.id,
        entry: EntryID(session: session.id, number: recording.nextNumber),
        text: text))
    redoStack = []
    let effects = enter(.decided(decision), message: text)
    advance()
    return effects
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
    guard let step = undoStack.popLast() else { return [] }
    redoStack.append(step)
    let effects = enter(
      .undone(image: step.image, entry: step.entry), message: "undone: \(step.text)")
    show(step)
    return effects
  }

  mutating func redo() -> [Effect] {
    guard let step = redoStack.popLast() else { return [] }
    undoStack.append(step)
    let effects = enter(
      .redone(image: step.image, entry: step.entry), message: "done again: \(step.text)")
    show(step)
    return effects
  }

  private mutating func show(_ step: Undoable) {
    guard let index = images.firstIndex(of: step.image) else { return }
    select(index)
    if let cell = imageReview.cells.firstIndex(where: { $0.id == step.cell }) {
      selectCell(offset: cell - selectedCell)
    }
  }
}

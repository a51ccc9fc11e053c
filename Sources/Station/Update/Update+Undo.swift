import Review

extension State {
  /// Makes the entry that is about to be entered one that `u` takes back.
  mutating func rememberStep(image: ImagePath, cell: CellID?, text: String) {
    let entry = EntryID(session: session.id, number: recording.nextNumber)
    push([Undoable(image: image, cell: cell, entry: entry, text: text)])
  }

  /// Puts a step on the stack: one entry, or several that are taken back as one.
  mutating func push(_ steps: [Undoable]) {
    undoStack += steps
    redoStack = []
    // Nobody takes more than this back step by step, and a long log must not be kept twice.
    if undoStack.count > 2 * Self.keptSteps { undoStack.removeFirst(Self.keptSteps) }
  }

  private static let keptSteps = 500

  mutating func undo() -> [Effect] {
    let steps = undoStack.popStep()
    guard let last = steps.last else { return [] }
    redoStack += steps
    // The newest first, as each was taken: an answer may stand on the one before it.
    let effects = enter(
      steps.reversed().map { .undone(image: $0.image, entry: $0.entry) },
      message: "taken back\(checkNote(steps)): \(text(of: steps))")
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

  /// A cell of a check set is judged once: after it the suggestion is known.
  private func checkNote(_ steps: [Undoable]) -> String {
    let isCheck = steps.contains { step in
      step.cell.flatMap { review[step.image].cell($0)?.firstAnswer?.hidden } == .check
    }
    return isCheck ? ", the check keeps the first answer" : ""
  }

  private func text(of steps: [Undoable]) -> String {
    steps.count == 1 ? steps[0].text : "\(steps.count) answers"
  }

  private mutating func show(_ step: Undoable) {
    show(Subject(image: step.image, cell: step.cell))
  }

  /// Selects a cell, if its picture is in the list.
  mutating func show(_ subject: Subject) {
    guard let row = row(of: subject.image) else { return }
    select(row)
    if let cell = imageReview.cells.firstIndex(where: { $0.id == subject.cell }) {
      selectCell(offset: cell - selectedCell)
    }
  }

  // MARK: Earlier sessions

  /// Takes up what this reviewer did in an earlier session, so that `u` goes on where it stopped.
  mutating func recallStep(_ entry: LogEntry) {
    switch entry.event {
    case .decided(let decision):
      recall(
        decision.image, decision.cell, entry,
        "\(shortName(decision.image)) \(name(of: decision.label))")
    case .placed(let placement):
      recall(placement.image, placement.cell, entry, "\(shortName(placement.image)) box")
    case .annotated(let annotation):
      recall(
        annotation.image, annotation.cell, entry,
        "\(shortName(annotation.image)) \(annotation.kind.rawValue)")
    case .undone(_, let undone):
      guard let index = undoStack.lastIndex(where: { $0.entry == undone }) else { return }
      redoStack.append(undoStack.remove(at: index))
    case .redone(_, let redone):
      guard let index = redoStack.lastIndex(where: { $0.entry == redone }) else { return }
      undoStack.append(redoStack.remove(at: index))
    case .adjudicated(let adjudication):
      recall(
        adjudication.image, adjudication.cell, entry,
        "\(shortName(adjudication.image)) adjudicated \(name(of: adjudication.label))")
    case .compared(let comparison):
      recall(
        comparison.image, comparison.cell, entry, "\(shortName(comparison.image)) same or not")
    // Of a second review nothing is taken back once its end has shown the first answers.
    case .opened, .classified, .exported, .identified, .checkPlanned, .signed, .secondPlanned,
      .secondRead, .merged, .gatePlanned, .modelChanged:
      break
    }
  }

  private mutating func recall(
    _ image: ImagePath, _ cell: CellID?, _ entry: LogEntry, _ text: String
  ) {
    push([Undoable(image: image, cell: cell, entry: entry.id, text: text)])
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

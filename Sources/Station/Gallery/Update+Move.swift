import Review
import Screen

extension State {
  /// Marks the cell under the cursor, or unmarks it, and goes on to the next.
  ///
  /// Only what was looked at takes a mark, one press at a time: there is no key for a whole page.
  mutating func mark() {
    guard let gallery, let subject = gallery.subject else {
      message = Message(kind: .warning, text: "no cell here to mark")
      return
    }
    if let reason = lookReason([subject]) {
      message = Message(kind: .warning, text: reason)
      return
    }
    self.gallery?.toggleMark()
    self.gallery?.moveCursor(to: gallery.cursor + 1)
  }

  /// Moves the marked cells, or the one under the cursor, to a class; several only when asked.
  mutating func move(to label: Label) -> [Effect] {
    guard let gallery else { return [] }
    let targets = gallery.targets
    if let reason = moveReason(targets) {
      message = Message(kind: .warning, text: reason)
      return []
    }
    let moving = targets.filter { standing(of: $0)?.decision.label != label }
    guard !moving.isEmpty else {
      message = Message(
        kind: .info,
        text: targets.count == 1
          ? "was answered before: \(name(of: label))"
          : "all \(targets.count) were answered before: \(name(of: label))")
      return []
    }
    guard moving.count > 1 else { return move(moving, to: label) }
    message = nil
    self.gallery?.question = Gallery.Question(label: label, cells: moving, askedAt: now)
    return []
  }

  mutating func takeAnswer(_ key: Key, to question: Gallery.Question) -> [Effect] {
    switch key {
    case .character("y"), .enter:
      guard now - question.askedAt >= guards.lookMilliseconds else {
        message = Message(kind: .warning, text: "too quick: read the question first")
        return []
      }
      gallery?.question = nil
      if let reason = moveReason(question.cells, isAsked: true) {
        message = Message(kind: .warning, text: reason)
        return []
      }
      return move(question.cells, to: question.label)
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    default:
      gallery?.question = nil
      message = Message(kind: .info, text: "nothing was moved")
      return []
    }
  }

  private mutating func move(_ cells: [Subject], to label: Label) -> [Effect] {
    guard let gallery else { return [] }
    let decisions = cells.compactMap { subject in
      decision(
        label, on: subject,
        Circumstances(
          hidden: subject.cell.flatMap { review[subject.image].cell($0) }
            .flatMap { hiddenReason(of: $0) },
          dwellMilliseconds: gallery.looks[subject]?.milliseconds(at: now) ?? 0,
          queueOrder: "gallery", queuePosition: gallery.place(of: subject).map { $0 + 1 } ?? 0))
    }
    let next = gallery.next(without: Set(cells))
    self.gallery?.clearMarks()
    let effects = decide(decisions)
    lastLabel = label
    self.gallery?.place(on: next)
    return effects
  }

  /// What is asked before several cells move.
  func text(of question: Gallery.Question) -> String {
    let suggested = question.cells.count { subject in
      subject.cell.flatMap { review[subject.image].cell($0) }
        .flatMap { visibleSuggestion(of: $0)?.label } == question.label
    }
    let kinds =
      suggested == 0
      ? "" : suggested == question.cells.count ? ", as suggested" : ", \(suggested) as suggested"
    return
      "\(question.cells.count) cells → \(className(of: question.label))\(kinds)? y or Enter moves them, "
      + "any other key leaves them"
  }

  // MARK: Guards

  private func moveReason(_ cells: [Subject], isAsked: Bool = false) -> String? {
    if recording.fault != nil {
      return "reviewing is stopped until the log can be written: \(key(.retry)) retries"
    }
    guard !cells.isEmpty else { return "no cell here to move" }
    if let signature = cells.lazy.compactMap({ signature(over: $0.image) }).first {
      return
        "signed by \(signature.signOff.reviewer): an amendment is made at the desk, cell by cell"
    }
    return lookReason(cells, isAsked: isAsked)
  }

  /// Why cells cannot be marked or moved yet; nil when each was on screen long enough.
  private func lookReason(_ cells: [Subject], isAsked: Bool = false) -> String? {
    guard let gallery else { return nil }
    for subject in cells {
      guard let look = gallery.looks[subject] else { return "the cell is not on screen yet" }
      if look.milliseconds(at: now) < guards.lookMilliseconds {
        return "too quick: look at the cell first"
      }
    }
    // Cells at rest beside the cursor have been on screen for long: a held key must not take them.
    if !isAsked, gallery.marked.isEmpty || cells == [gallery.subject],
      now - gallery.rest.since < guards.lookMilliseconds
    {
      return "too quick: look at the cell first"
    }
    return nil
  }
}

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
    if second != nil { return readAnew(label) }
    if settled != nil {
      askReason(of: label)
      return []
    }
    guard let image else { return [] }
    let subject = Subject(image: image, cell: cell?.id)
    if let standing = standing(of: subject)?.decision, standing.label == label {
      return keepAnswer(standing)
    }
    if let signature = signature(over: image) {
      askAmendment(to: label, on: subject, after: signature)
      return []
    }
    return give(label, on: subject)
  }

  /// Records an answer for what is on screen, and goes on.
  mutating func give(
    _ label: Label, on subject: Subject, reason: String? = nil, amends: EntryID? = nil
  ) -> [Effect] {
    var circumstances = circumstances
    (circumstances.reason, circumstances.amends) = (reason, amends)
    guard let decision = decision(label, on: subject, circumstances) else { return [] }
    let effects = decide([decision])
    lastLabel = label
    advance()
    return effects
  }

  /// How an answer given at the desk now came about.
  private var circumstances: Circumstances {
    Circumstances(
      hidden: cell.flatMap { hiddenReason(of: $0) },
      dwellMilliseconds: visibleSince.map { now - $0 } ?? 0, queueOrder: recordedOrder,
      queuePosition: selected + 1)
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
      suggestionVisible: circumstances.hidden == nil && suggested != nil,
      dwellMilliseconds: circumstances.dwellMilliseconds, queueOrder: circumstances.queueOrder,
      queuePosition: circumstances.queuePosition, reason: circumstances.reason,
      hidden: circumstances.hidden, amends: circumstances.amends, measures: cell?.measures)
  }

  /// What was suggested for a cell, or for a picture as a whole.
  private func suggestedLabel(of cell: ReviewCell?, in review: ImageReview) -> Label? {
    if let cell { return cell.suggestion?.label }
    return review.hasNoCell ? .noCell : nil
  }

  /// Takes decisions as one step, which one `u` takes back; each is an entry of its own.
  mutating func decide(_ decisions: [Decision]) -> [Effect] {
    guard let first = decisions.first else { return [] }
    let reached = reachesTarget(decisions)
    for _ in decisions { pace.count(at: now) }
    let steps = decisions.enumerated().map { offset, decision in
      let subject = Subject(image: decision.image, cell: decision.cell)
      let before =
        standing(of: subject)?.decision.label
        ?? suggestedLabel(
          of: decision.cell.flatMap { review[decision.image].cell($0) }, in: review[decision.image])
      return Undoable(
        image: decision.image, cell: decision.cell,
        entry: EntryID(session: session.id, number: recording.nextNumber + offset),
        text: "\(shortName(decision.image)) \(told(decision, from: before))",
        group: decisions.count == 1
          ? nil : EntryID(session: session.id, number: recording.nextNumber))
    }
    push(steps)
    let text = steps.count == 1 ? steps[0].text : "\(steps.count) cells → \(name(of: first.label))"
    return enter(
      decisions.map { .decided($0) },
      message: reached ? "\(text); \(targetText)" : text)
      + (reached ? [.bell] : [])
  }

  /// An answer in words; what was suggested is told once it is given.
  private func told(_ decision: Decision, from before: Label?) -> String {
    guard decision.hidden != nil, let suggestion = decision.suggestion else {
      return arrow(from: before, to: decision.label)
    }
    let revealed =
      suggestion.label == decision.label
      ? ", as suggested"
      : ", suggested was \(name(of: suggestion.label)) \(shortProbability(suggestion.confidence))"
    return name(of: decision.label) + revealed
  }

  /// Whether these answers make the count full.
  private func reachesTarget(_ decisions: [Decision]) -> Bool {
    guard let target = slide.target, !target.isReached(by: differential) else { return false }
    var answers = differential.counts
    for decision in decisions where decision.isSampled {
      let subject = Subject(image: decision.image, cell: decision.cell)
      if let standing = standing(of: subject)?.decision.label {
        answers[standing, default: 0] -= 1
      }
      answers[decision.label, default: 0] += 1
    }
    return target.isReached(by: Differential(answers: answers, classes: session.classes))
  }

  private var targetText: String {
    switch slide.target {
    case .cells(let count): "\(count) CELLS COUNTED"
    case .width(let target): "\(name(of: target.label)) IS KNOWN CLOSELY ENOUGH"
    case nil: ""
    }
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
}

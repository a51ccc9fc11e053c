import Review
public import Screen

/// The station for ears and fingertips: instead of a screen that changes, sentences that follow one
/// another. Nothing is said twice, and nothing while nothing happens.
public enum Linear {
  /// The size of the screen that pages without words of their own are read from.
  public static let size = Size(columns: 120, rows: 60)

  /// What is said first.
  public static func greeting(_ state: State) -> [String] {
    [
      researchUseNotice,
      "\(state.session.directory.lossyText), reviewed by \(state.session.reviewer). "
        + "The keys act at once: \(state.key(.help)) lists them, Enter says where you are, "
        + "\(state.key(.quit)) leaves.",
    ] + (state.mode == .firstSteps ? FirstSteps.sentences(state) : [])
      + (state.mode == .errors ? [state.errorSentence ?? "this list of errors is empty"] : [])
  }

  /// What a change means to the technician, as sentences; none when it means nothing.
  /// - Parameter isKey: Whether a key was pressed: what it brought is said even if it was said
  ///   before.
  public static func announce(before: State, after: State, isKey: Bool = false) -> [String] {
    var lines: [String] = []
    if after.listing != before.listing { lines += listing(after) }
    if let check = after.check, check != before.check || after.review != before.review {
      let findings = CheckFindings(check, in: after.review)
      if before.check.map({ CheckFindings($0, in: before.review) }) != findings {
        lines.append(
          "check set, \(findings.checked) of \(findings.planned): \(findings.statement)")
      }
    }
    if let second = after.second, second != before.second || after.review != before.review {
      let read = SecondFindings(second, in: after.review).read
      if before.second.map({ SecondFindings($0, in: before.review).read }) != read {
        lines.append("second review, \(read) of \(second.plan.targets.count) read")
      }
    }
    lines += mode(before: before, after: after, isKey: isKey)
    if let fault = after.recording.fault, isKey || after.recording != before.recording {
      lines.append(
        "not saved, \(count(after.recording.refused.count, "entry", "entries")) held back: "
          + "\(fault.why). \(fault.cure). \(after.key(.retry)) retries")
    } else if let prefix = after.prefix {
      lines.append(after.pairText(prefix))
    } else if let message = message(after), isKey || message != Self.message(before) {
      lines.append(message)
    }
    if let twins = twins(before: before, after: after) { lines.append(twins) }
    if after.mode == .desk, hasMoved(before: before, after: after), after.image != nil {
      lines.append(place(after))
    }
    if after.mode == .desk, let sentence = after.heatSentence, sentence != before.heatSentence,
      sentence != after.message?.text
    {
      lines.append(sentence)
    }
    return lines
  }

  /// Where the technician is, and what can be done there.
  public static func place(_ state: State) -> String {
    guard let image = state.image else { return listing(state).joined(separator: " ") }
    let name = image.relative(to: state.session.directory).lossyText
    let cells = state.imageReview.cells
    var text = "\(name), picture \(state.selected + 1) of \(state.rows.count)\(list(state))"
    if !cells.isEmpty { text += ", cell \(state.selectedCell + 1) of \(cells.count)" }
    let labelled = state.errorLines.map { "; \($0.labelled), \($0.answered)" } ?? ""
    return "\(text): \(finding(state, image))\(labelled)\(remarks(state))"
  }

  // MARK: Parts

  /// Which list it is, where it is not all pictures by name.
  private static func list(_ state: State) -> String {
    if state.check != nil { return " of the check set" }
    if state.second != nil { return " of the second review" }
    return (state.order == .name ? "" : " by \(state.order.text)")
      + (state.filter.isEmpty ? "" : ", filter \(state.filter.text)")
  }

  private static func remarks(_ state: State) -> String {
    let remarks = state.cell?.remarks ?? state.imageReview.remarks
    let isFlagged = remarks.isFlagged || state.imageReview.isFlagged
    return (isFlagged ? "; flagged" : "") + (remarks.note.isEmpty ? "" : "; note: \(remarks.note)")
  }

  private static func listing(_ state: State) -> [String] {
    switch state.listing {
    case .loading: ["reading the directory"]
    case .failed(let notice): [notice.line]
    case .done where state.images.isEmpty:
      [
        "no JPEG or PNG picture here; \(state.key(.quit)) leaves; "
          + "start again with the directory that holds them"
      ]
    case .done: [count(state.images.count, "picture", "pictures")]
    }
  }

  private static func message(_ state: State) -> String? {
    guard let message = state.message else { return nil }
    // The place says so too.
    if let image = state.image, message.text == finding(state, image) { return nil }
    // "Saved" follows in a moment, or that it failed.
    let isOnItsWay = state.recording.pending.values.contains {
      $0.message.map { message.text.hasPrefix($0) } ?? false
    }
    return isOnItsWay && message.kind == .info ? nil : message.text
  }

  /// Whether another cell is looked at, or something about this one is new.
  private static func hasMoved(before: State, after: State) -> Bool {
    guard before.image == after.image, before.selectedCell == after.selectedCell,
      before.mode == after.mode, let image = after.image
    else { return true }
    return finding(before, image) != finding(after, image) || remarks(before) != remarks(after)
  }

  private static func finding(_ state: State, _ image: ImagePath) -> String {
    if let shown = state.shown, shown.request.image == image,
      case .failed(let notice) = shown.content
    {
      return notice.line
    }
    if state.queue.waiting.contains(image) { return "looking for white cells" }
    if let (what, key) = state.veilLines ?? state.settled.map({ state.settlingLines($0) }) {
      return "\(what) \(key)"
    }
    if let cell = state.cell {
      if let double = state.doubleText(cell) { return double }
      if let decision = cell.decision { return answered(state, decision) }
      if let hidden = state.hiddenReason(of: cell) {
        return "\(hidden.question) Press a class's key, the suggestion comes then"
      }
      guard let suggestion = cell.suggestion else {
        return "no suggestion for this box; press a class's key"
      }
      return suggested(state, suggestion)
    }
    switch state.imageReview.finding {
    case .unclassified:
      return "not classified yet; \(state.key(.classify)) finds the cells, "
        + "\(state.key(.classifyRest)) all the rest"
    case .failed(let notice): return notice.line
    case .classified:
      if let field = state.imageReview.fieldDecision { return answered(state, field.decision) }
      return "no white cell found; \(state.key(.accept)) agrees, \(state.key(.addBox)) adds a box"
    }
  }

  private static func suggested(_ state: State, _ suggestion: Suggestion) -> String {
    let percent = Int((suggestion.confidence * 100).rounded())
    let form = suggestion.formWeighed == true ? ", nucleus form weighed in" : ""
    let text = "suggestion \(name(suggestion.label, state)) \(percent) %\(form)"
    return switch suggestion.status {
    case .ok: "\(text); \(state.key(.accept)) accepts"
    case .uncertain: "\(text), unsure; press a class's key"
    case .outside: "\(text), outside the main classes; press a class's key"
    }
  }

  private static func answered(_ state: State, _ decision: Decision) -> String {
    let text = "answered \(name(decision.label, state))"
    guard let suggested = decision.suggestion?.label else { return text }
    return decision.kind == .confirm
      ? "\(text) as suggested" : "\(text), suggested was \(name(suggested, state))"
  }

  private static func name(_ label: Label, _ state: State) -> String {
    label.fixedName ?? state.session.cellClass(label)?.cellClass.name ?? state.name(of: label)
  }

  private static func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }
}

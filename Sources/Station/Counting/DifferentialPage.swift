import Review
import Screen

extension State {
  /// How far the slide's result may be relied on, in words.
  var resultText: String {
    switch (resultStatus, slideSignatures?.last) {
    case (.preliminary, nil): "PRELIMINARY: not signed"
    case (.preliminary, let last?): "PRELIMINARY: changed since \(last.signOff.reviewer) signed"
    case (.final, let last): "FINAL: signed by \(last?.signOff.reviewer ?? "")"
    case (.amended, let last): "AMENDED: signed anew by \(last?.signOff.reviewer ?? "")"
    }
  }

  /// The signatures under the opened directory; nil when nobody signed.
  var slideSignatures: SlideSignatures? { review.signatures[session.directory] }

  /// What the result of the opened directory is now.
  var resultStatus: ResultStatus { slideSignatures?.status ?? .preliminary }

  mutating func openDifferential() { mode = .differential(Scroll()) }

  mutating func takeInDifferential(_ key: Key, _ scroll: Scroll) -> [Effect] {
    if key == .character("n") { return countOn() }
    if let effects = takeOnPage(key, openedBy: .differential) { return effects }
    if keymap.command(for: key) == .sign { return beginSigning() }
    var scroll = scroll
    let lines = DifferentialLines(state: self, columns: size.columns - 4).lines.count
    guard scroll.take(key, lines: lines, rows: Frame.pageRows(size)) else { return [] }
    mode = .differential(scroll)
    return []
  }

  /// Whether another cell would go beyond the target. Changing an answer is always possible.
  var isCountFull: Bool {
    guard let target = slide.target, Differential.isSample(order: recordedOrder),
      (cell?.decision ?? imageReview.fieldDecision?.decision) == nil
    else { return false }
    return target.isReached(by: differential)
  }

  /// Goes on to the next hundred once the target is reached.
  private mutating func countOn() -> [Effect] {
    let total = differential.total
    guard let target = slide.target, target.isReached(by: differential) else {
      message = Message(
        kind: .warning,
        text: slide.target == nil
          ? "no target was set: \(key(.identity)) sets one" : "the target is not reached yet")
      return []
    }
    let next = (total / 100 + 1) * 100
    slide = slide.aiming(at: .cells(next))
    return enter(.identified(slide), message: "counting on to \(next)")
  }
}

extension Frame {
  /// The differential of the opened directory; with what is being typed under it.
  mutating func differentialPage(_ state: State, _ scroll: Scroll, _ entry: TextEntry?) {
    let slide = state.slide
    let specimen = slide.specimen.isEmpty ? "" : ", specimen \(slide.specimen)"
    pageTitle("differential of \(slide.slide)\(specimen)")
    let lines = DifferentialLines(state: state, columns: size.columns - 4).lines
    let more = pageLines(lines, scroll)
    if let entry {
      statusLine(state, state.layout(for: size))
      pageKeys([("Enter", entry.hint), ("Esc", "leave")])
      return
    }
    pageMessage(state)
    let sign = state.signingReason == nil ? [(state.key(.sign), "sign")] : []
    let isReached = state.slide.target?.isReached(by: state.differential) == true
    let next = isReached ? [("n", "next hundred")] : []
    pageKeys(sign + next + [("↓ ↑", "scroll\(more)"), ("q", "back")])
  }
}

import Review
import Screen

extension Frame {
  /// Two lines at the foot of the picture's panel on a narrow screen.
  mutating func suggestionLines(_ state: State, _ layout: Layout) {
    let rect = layout.suggestion
    let panel = layout.pictureFrame
    divider(
      suggestionTitle(state), right: state.errorLines?.labelled ?? state.measuresBrief,
      row: rect.row - 1, of: panel)
    guard state.settled == nil, let cell = state.cell,
      let suggestion = state.visibleSuggestion(of: cell)
    else {
      let lines = state.settled.map { state.settlingLines($0) } ?? noSuggestion(state)
      put(
        lines.0, column: rect.column, row: rect.row, style: Style(.text), width: rect.columns,
        clip: .ellipsis)
      put(
        lines.1, column: rect.column, row: rect.row + 1, style: Style(.muted), width: rect.columns,
        clip: .ellipsis)
      return
    }
    if let text = state.doubleText(cell) {
      put(
        "= \(text)", column: rect.column, row: rect.row, style: Style(.text), width: rect.columns,
        clip: .ellipsis)
    } else {
      headline(
        state, cell, suggestion,
        in: Rect(column: rect.column, row: rect.row, columns: rect.columns, rows: 1))
    }
    var column = rect.column
    for item in suggestion.probabilities {
      let letter = state.session.cellClass(item.label)?.cellClass.letter ?? "?"
      let text = letter + shortProbability(item.probability)
      let isTop = item.label == suggestion.label
      guard column + text.count <= rect.column + rect.columns else { break }
      put(
        text, column: column, row: rect.row + 1,
        style: Style(
          foreground: .role(isTop ? state.role(of: item.label) : .muted),
          background: .role(.text), attributes: isTop ? .bold : []))
      column += text.count + 1
    }
  }

  /// A line across a panel, with a title, and what else there is room for.
  mutating func divider(_ title: String, right: String? = nil, row: Int, of panel: Rect) {
    let line = String(repeating: "─", count: max(0, panel.columns - 2))
    put(line, column: panel.column + 1, row: row, style: Style(.border))
    put(
      " \(title) ", column: panel.column + 2, row: row, style: Style(.heading),
      width: panel.columns - 4)
    guard let right else { return }
    let text = " \(right) "
    let column = panel.column + panel.columns - 2 - ScreenText.width(of: text)
    guard column > panel.column + 3 + ScreenText.width(of: title) + 2 else { return }
    put(text, column: column, row: row, style: Style(.muted))
  }

  /// The answer or the suggestion in one line, with how sure it is.
  private mutating func headline(
    _ state: State, _ cell: ReviewCell, _ suggestion: Suggestion, in rect: Rect,
    withStatus: Bool = true
  ) {
    let name =
      state.session.cellClass(suggestion.label)?.cellClass.name ?? suggestion.label.rawValue
    var column = rect.column
    let end = rect.column + rect.columns
    if let decision = cell.decision {
      column += put(
        answerText(state, decision),
        column: column, row: rect.row,
        style: Style(
          foreground: .role(state.role(of: decision.label)), background: .role(.text),
          attributes: .bold), width: end - column)
      column += put(
        "; suggested ", column: column, row: rect.row, style: Style(.muted), width: end - column)
    }
    column += put(
      "\(name) \(shortProbability(suggestion.confidence))", column: column, row: rect.row,
      style: Style(
        foreground: .role(state.role(of: suggestion.label)), background: .role(.text),
        attributes: cell.decision == nil ? .bold : []), width: end - column, clip: .ellipsis)
    if cell.decision == nil, withStatus {
      let status = statusText(state, suggestion, inOneLine: true)
      column += put("  ", column: column, row: rect.row, style: Style(.text), width: end - column)
      put(
        status.text, column: column, row: rect.row,
        style: Style(foreground: .role(status.role), background: .role(.text)), width: end - column,
        clip: .ellipsis)
    }
  }

  /// The suggestion in a column of its own: a bar for each class, the cell's and the file's facts.
  mutating func suggestionColumn(_ state: State, _ layout: Layout) {
    let rect = layout.suggestion
    border(rect, title: suggestionTitle(state), style: Style(.border), titleStyle: Style(.heading))
    let inside = rect.inset(by: 1)
    var row = inside.row
    let end = inside.row + inside.rows
    func line(_ text: String, _ role: Role, in frame: inout Frame) {
      for part in wrap(text, width: inside.columns - 1) where row < end {
        frame.put(
          part, column: inside.column + 1, row: row, style: Style(role), width: inside.columns - 1,
          clip: .ellipsis)
        row += 1
      }
    }
    if let settled = state.settled {
      let lines = state.settlingLines(settled)
      line(lines.0, .text, in: &self)
      line(lines.1, .statusWarning, in: &self)
      row += 1
    }
    if let said = state.errorLines {
      line(said.labelled, .statusWarning, in: &self)
      line(said.answered, .muted, in: &self)
      row += 1
    }
    if let cell = state.cell, let suggestion = state.visibleSuggestion(of: cell) {
      let top = Rect(column: inside.column + 1, row: row, columns: inside.columns - 2, rows: 1)
      if let decision = cell.decision {
        put(
          answerText(state, decision), column: top.column, row: row,
          style: Style(
            foreground: .role(state.role(of: decision.label)), background: .role(.text),
            attributes: .bold), width: top.columns, clip: .ellipsis)
        let named = state.session.cellClass(suggestion.label)?.cellClass.name
        put(
          "suggested \(named ?? suggestion.label.rawValue)", column: top.column, row: row + 1,
          style: Style(.muted), width: top.columns, clip: .ellipsis)
      } else {
        headline(state, cell, suggestion, in: top, withStatus: false)
      }
      row += 3
      for item in suggestion.probabilities where row < end {
        probability(
          state, item, isTop: item.label == suggestion.label,
          in: Rect(column: inside.column + 1, row: row, columns: inside.columns - 2, rows: 1))
        row += 1
      }
      row += 1
      if cell.decision == nil {
        let status = statusText(state, suggestion)
        line(status.text, status.role, in: &self)
      }
      if suggestion.formWeighed == true { line("nucleus form weighed in", .muted, in: &self) }
      line("margin \(shortProbability(suggestion.margin))", .muted, in: &self)
    } else if state.settled == nil {
      let lines = noSuggestion(state)
      line(lines.0, .text, in: &self)
      line(lines.1, .muted, in: &self)
    }
    for text in state.measureLines { line(text, .muted, in: &self) }
    row += 1
    if let text = state.cell.flatMap({ state.doubleText($0) }) {
      line("= \(text)", .text, in: &self)
    }
    let remarks = state.selectedRemarks
    if remarks.isFlagged { line("* flagged", .markFlagged, in: &self) }
    if !remarks.note.isEmpty { line("note: \(remarks.note)", .text, in: &self) }
    if let entry = state.cell?.decisionEntry, let reason = remarks.reasons[entry] {
      line("reason: \(reason)", .text, in: &self)
    }
    if let box = state.cell?.box {
      line("box \(box.width) x \(box.height) px", .muted, in: &self)
      line("at \(box.x), \(box.y)", .muted, in: &self)
    }
    if let facts = state.shownFacts {
      line(
        "\(facts.width) x \(facts.height) px, \((facts.bytes + 512) / 1024) kB", .muted,
        in: &self)
      line("sha256 \(facts.sha256.prefix(12))", .muted, in: &self)
    }
    let model = state.imageReview.model ?? state.session.model
    line("\(model.id) \(model.sha256.prefix(8))", .muted, in: &self)
    if model != state.session.model {
      line(
        "an earlier model's suggestion: \(state.key(.classify)) asks the present one",
        .statusWarning, in: &self)
    }
  }

  private mutating func probability(
    _ state: State, _ item: ClassProbability, isTop: Bool, in rect: Rect
  ) {
    let known = state.session.cellClass(item.label)?.cellClass
    let style = Style(
      foreground: .role(isTop ? state.role(of: item.label) : .text), background: .role(.text),
      attributes: isTop ? .bold : [])
    put(
      "\(known?.letter ?? "?") \(known?.short ?? item.label.rawValue)", column: rect.column,
      row: rect.row, style: style, width: 6)
    put(shortProbability(item.probability), column: rect.column + 7, row: rect.row, style: style)
    bar(item.probability, column: rect.column + 11, row: rect.row, width: rect.columns - 11)
  }

  private func answerText(_ state: State, _ decision: Decision) -> String {
    "\(state.summary(of: decision)) \(decision.kind == .confirm ? "confirmed" : "answered")"
  }

  /// What the thresholds say of a suggestion, in words. `inOneLine`: nothing else will say that the form was weighed in,
  /// so that stands for what to do; the keys of the classes stand below anyway.
  private func statusText(
    _ state: State, _ suggestion: Suggestion, inOneLine: Bool = false
  ) -> (text: String, role: Role) {
    switch suggestion.status {
    case .ok: ("ok: \(state.key(.accept)) accepts", .markConfirmed)
    case .uncertain where inOneLine && suggestion.formWeighed == true:
      ("? unsure, form weighed in", .markUncertain)
    case .uncertain: ("? unsure: choose a class", .markUncertain)
    case .outside: ("? outside the main classes", .markUncertain)
    }
  }

  private func suggestionTitle(_ state: State) -> String {
    if state.second != nil { return "second review" }
    if state.settled != nil { return "to be decided" }
    return state.guards.isBlind ? "suggestion, blind" : "suggestion"
  }

  /// Why there is no suggestion, and the key that helps.
  private func noSuggestion(_ state: State) -> (String, String) {
    guard let image = state.image else { return ("", "") }
    if let veiled = state.veilLines { return veiled }
    if state.queue.waiting.contains(image) {
      return ("looking for white cells", "keys stay free meanwhile")
    }
    if let cell = state.cell, let hidden = state.hiddenReason(of: cell) {
      return (hidden.question, "press the class's key: the suggestion comes then")
    }
    if let cell = state.cell {
      if let decision = cell.decision {
        return (state.summary(of: decision), "no suggestion was made")
      }
      return ("no suggestion for this box", "press the class's key")
    }
    switch state.imageReview.finding {
    case .unclassified:
      return (
        "not classified yet",
        "\(state.key(.classify)) finds the cells, \(state.key(.classifyRest)) all the rest"
      )
    case .failed(let notice): return (notice.what, notice.cure)
    case .classified:
      if let field = state.imageReview.fieldDecision {
        return (
          "answered: \(state.name(of: field.decision.label))",
          "a class's key changes it, \(state.key(.undo)) undoes"
        )
      }
      return (
        "no white cell found",
        "\(state.key(.accept)) agrees, \(state.key(.addBox)) adds a box"
      )
    }
  }

  /// The newest answers of this session, on a large screen.
  mutating func lastAnswers(_ state: State, _ rect: Rect) {
    border(rect, title: "last steps", style: Style(.border), titleStyle: Style(.heading))
    let inside = rect.inset(by: 1)
    let steps = state.undoStack.suffix(max(0, inside.rows))
    if steps.isEmpty {
      centred([("no answer yet", .muted)], in: inside)
      return
    }
    for (index, step) in steps.reversed().enumerated() {
      let isPending = state.recording.pending[step.entry] != nil
      put(
        (isPending ? "~ " : "  ") + step.text, column: inside.column, row: inside.row + index,
        style: Style(isPending ? .muted : .text), width: inside.columns, clip: .ellipsis)
    }
  }
}

import Review
import Screen

extension Frame {
  /// The list of pictures; the hardware cursor stands on the selected one.
  mutating func list(_ state: State, _ layout: Layout) {
    let rect = layout.list
    let findings = state.check.map { CheckFindings($0, in: state.review) }
    border(
      rect, title: listTitle(state, findings), style: Style(.borderFocused),
      titleStyle: Style(.heading))
    let inside = rect.inset(by: 1)
    guard state.rows.count > 0 else {
      emptyList(state, inside)
      return
    }
    if let findings {
      drawnStatement(
        "\(findings.checked)/\(findings.planned): \(findings.statement)",
        findings.wrong == 0 ? .text : .statusWarning, inside)
    } else if let second = state.second {
      let read = SecondFindings(second, in: state.review).read
      drawnStatement(
        "\(read)/\(second.plan.targets.count) read: others' answers stay hidden", .text, inside)
    }
    for row in 0..<max(1, state.listRows) {
      let index = state.listTop + row
      guard index < state.rows.count else { break }
      listRow(
        state, index: index,
        in: Rect(column: inside.column, row: inside.row + row, columns: inside.columns, rows: 1))
    }
    if state.mode == .desk {
      cursor = Position(column: inside.column, row: inside.row + state.selected - state.listTop)
    }
  }

  /// Which place of which list: an order that is no sample is always named.
  private func listTitle(_ state: State, _ findings: CheckFindings?) -> String {
    guard !state.images.isEmpty else { return "pictures" }
    let more = state.listing == .loading ? "+" : ""
    let gone = state.scopeTally.gone
    let place = "\(state.selected + 1)/\(state.rows.count)"
    if let findings {
      return findings.isDone ? "check set done: X returns" : "check set \(place)"
    }
    if let second = state.second {
      let waits = second.drawn.targets.contains { state.isOpen($0) }
      return waits ? "second review \(place)" : "all read: \(state.key(.secondReview)) ends it"
    }
    let of = state.filter.isEmpty ? "" : " of \(state.scopeRange.count)"
    let directory = state.scope.map { " in \(state.directoryName($0).keepingEnd(16))" } ?? ""
    let order = state.order == .name ? "" : ", by \(state.order.text)"
    let filter = state.filter.isEmpty ? "" : ": \(state.filter.text)"
    let noun = order.isEmpty && filter.isEmpty ? "pictures " : ""
    return "\(noun)\(place)\(more)\(of)\(directory)\(order)\(filter)"
      + (gone > 0 ? ", \(gone) gone" : "")
  }

  /// What is said of drawn cells so far, in the last two rows of the list.
  private mutating func drawnStatement(_ text: String, _ role: Role, _ inside: Rect) {
    let lines = wrap(text, width: inside.columns - 1)
    for (index, line) in lines.prefix(2).enumerated() {
      put(
        line, column: inside.column, row: inside.row + inside.rows - 2 + index,
        style: Style(role), width: inside.columns, clip: .ellipsis)
    }
  }

  private mutating func emptyList(_ state: State, _ inside: Rect) {
    switch state.listing {
    case .loading: centred([("reading the directory", .muted)], in: inside)
    case .failed: centred([("the directory cannot be read", .statusError)], in: inside)
    case .done: centred([("no pictures", .muted)], in: inside)
    }
  }

  private mutating func listRow(_ state: State, index: Int, in rect: Rect) {
    let path = state.picture(at: index)
    let review = state.shownReview(of: path)
    let isGone = state.standing(at: index).contains(.gone)
    let mark =
      state.second != nil
      ? state.veiledMark(of: path, isGone: isGone)
      : Mark(review, isWaiting: state.queue.waiting.contains(path), isGone: isGone) {
        state.visibleSuggestion(of: $0)?.status
      }
    let isSelected = index == state.selected
    let base = Style(isSelected ? .selection : .text)
    fill(rect, base)
    func style(_ role: Role) -> Style {
      isSelected ? base : Style(foreground: .role(role), background: .role(.text))
    }
    put(isSelected ? ">" : " ", column: rect.column, row: rect.row, style: base)
    put(mark.character, column: rect.column + 1, row: rect.row, style: style(mark.role))
    if review.isFlagged {
      put("*", column: rect.column + 2, row: rect.row, style: style(.markFlagged))
    }

    var result =
      state.second != nil
      ? state.ownReadings(in: path)
      : resultText(state, review, room: max(5, rect.columns / 2 - (isGone ? 7 : 2)))
    if isGone { result.insert((result.isEmpty ? "gone" : "gone ", .markError), at: 0) }
    let resultWidth = result.reduce(0) { $0 + ScreenText.width(of: $1.text) }
    let nameRoom = rect.columns - 3 - resultWidth - (resultWidth > 0 ? 1 : 0)
    put(
      path.relative(to: state.session.directory).lossyText.keepingEnd(nameRoom),
      column: rect.column + 3, row: rect.row, style: base, width: nameRoom, clip: .ellipsis)
    var column = rect.column + rect.columns - resultWidth
    for part in result {
      column += put(part.text, column: column, row: rect.row, style: style(part.role))
    }
  }

  /// Answers and suggestions of a picture's cells, as many as there is room for.
  private func resultText(
    _ state: State, _ review: ImageReview, room: Int
  ) -> [(text: String, role: Role)] {
    if let field = review.fieldDecision, review.cells.isEmpty {
      return [(state.summary(of: field.decision), state.role(of: field.decision.label))]
    }
    if case .failed = review.finding { return [("unread", .markError)] }
    if review.hasNoCell { return [("(none)", .muted)] }
    var parts: [(text: String, role: Role)] = []
    var used = 0
    let cells = review.cells
    for (index, cell) in cells.enumerated() {
      let summary = state.summary(of: cell)
      let text = (parts.isEmpty ? "" : " ") + summary.text
      let rest = cells.count - index
      guard used + text.count + (rest > 1 ? 3 : 0) <= room || parts.isEmpty else {
        parts.append((" +\(rest)", .muted))
        break
      }
      used += text.count
      parts.append((text, summary.role))
    }
    if cells.count == 1, let cell = cells.first, cell.decision == nil,
      let suggestion = state.visibleSuggestion(of: cell)
    {
      parts.append((" " + shortProbability(suggestion.confidence), .muted))
    }
    return parts
  }
}

extension String {
  /// The end of a long path, which tells more than its beginning.
  func keepingEnd(_ width: Int) -> String {
    guard width > 1, ScreenText.width(of: self) > width else { return self }
    var kept = ""
    var used = 1
    for character in reversed() {
      let columns = ScreenText.width(of: String(character))
      guard used + columns <= width else { break }
      used += columns
      kept = String(character) + kept
    }
    return "…" + kept
  }
}

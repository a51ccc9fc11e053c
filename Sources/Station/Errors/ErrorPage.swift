import Review
import Screen

extension Frame {
  /// The errors of an evaluation, worst first: each cell with its label, the answer, how sure it was, and what
  /// was said of it since.
  mutating func errorPage(_ state: State, _ gallery: ErrorGallery) {
    let errors = gallery.list.errors
    let layout = ErrorLayout(size: size)
    pageTitle(
      errors.isEmpty
        ? "errors: none"
        : "\(errors.count.counted("error")), the surest first"
          + (gallery.list.model.map { ", by \($0.id) \($0.sha256.prefix(8))" } ?? ""))
    let said = errors.count { state.decision(on: $0) != nil }
    let visible = gallery.visible(layout)
    let place =
      errors.isEmpty ? "" : "\(visible.lowerBound + 1)-\(visible.upperBound) of \(errors.count)"
    let isOther = gallery.list.model.map { $0 != state.session.model } ?? false
    put(
      errors.isEmpty
        ? gallery.list.name
        : "labelled: what the data says. \(said) of \(errors.count) reviewed so far"
          + (isOther ? ". At the desk another model suggests: \(state.session.model.id)" : ""),
      column: 2, row: 2, style: Style(isOther ? .statusWarning : .muted),
      width: size.columns - 5 - place.count, clip: .ellipsis)
    put(place, column: size.columns - place.count - 1, row: 2, style: Style(.muted))
    if errors.isEmpty {
      centred(
        [
          ("this list holds no error", .text),
          ("every image that could be read was answered as it is labelled", .muted),
        ], in: layout.body)
    }
    for (slot, place) in visible.enumerated() {
      tile(state, errors[place], rank: place + 1, slot, layout, isSelected: place == gallery.cursor)
    }
    if state.message == nil, let sentence = state.errorSentence {
      put(
        sentence, column: 1, row: size.rows - 2, style: Style(.status), width: size.columns - 2,
        clip: .ellipsis)
    }
    pageMessage(state)
    pageKeys([
      ("← ↓ ↑ →", "select"), ("Enter", "answer at the desk"), ("q", "desk"),
      ("Q", "quit"),
    ])
  }

  private mutating func tile(
    _ state: State, _ error: Misclassification, rank: Int, _ slot: Int, _ layout: ErrorLayout,
    isSelected: Bool
  ) {
    let placement = thumbnail(
      state.thumbnails[state.request(for: error, side: layout.side)], in: layout.picture(slot))
    if let placement, isSelected {
      outline(
        PixelRect(x: 0, y: 0, width: placement.width, height: placement.height), on: placement,
        role: .boxSelected)
    }
    let rect = layout.caption(slot)
    let base = Style(isSelected ? .selection : .text)
    func style(_ role: Role) -> Style {
      isSelected ? base : Style(foreground: .role(role), background: .role(.text))
    }
    fill(rect, base)
    if isSelected {
      put(">", column: rect.column, row: rect.row, style: base)
      cursor = Position(column: rect.column, row: rect.row)
    }
    let last = state.standing(of: error) ?? "not answered yet"
    let lines: [(String, Role)] = [
      ("labelled \(state.name(of: error.labelled))", state.role(of: error.labelled)),
      (
        error.answered.map { "answer   \(state.name(of: $0)) \(state.percentText(error))" }
          ?? "no cell found", error.answered.map { state.role(of: $0) } ?? .muted
      ),
      (last, last.hasPrefix("not") ? .muted : .markConfirmed),
    ]
    for (row, line) in lines.enumerated() {
      put(
        line.0, column: rect.column + 2, row: rect.row + row, style: style(line.1),
        width: rect.columns - 2, clip: .ellipsis)
    }
  }
}

extension State {
  /// `98%`, rounded down.
  fileprivate func percentText(_ error: Misclassification) -> String {
    "\(Int(error.confidence * 100 + 1e-6))%"
  }

  /// What the data and the model said of the selected cell, in two lines; nil where it is not listed as an error.
  var errorLines: (labelled: String, answered: String)? {
    guard let error = selectedError else { return nil }
    let by = errors?.list.model.map { " by \($0.id)" } ?? ""
    return (
      "labelled: \(className(of: error.labelled))",
      error.answered.map { "answered\(by): \(className(of: $0)), \(sureText(error))" }
        ?? "no white cell was found\(by)"
    )
  }
}

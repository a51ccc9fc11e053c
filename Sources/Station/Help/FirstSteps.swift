import Review
import Screen

/// The page of the first session: the keys that do most of the work.
enum FirstSteps {
  /// Keys and what they do, in the order in which a newcomer needs them.
  static func keys(_ state: State) -> [(keys: String, text: String)] {
    let classes = state.session.classes.indices.map { Command.label($0) }
    return [
      (state.key(.identity), "name, slide, number of cells"),
      (
        "\(state.key(.classify)) \(state.key(.classifyRest))",
        "find white cells: here, all"
      ),
      (state.key(.accept), "accept a suggestion"),
      (state.keymap.runs(of: classes), "say the class yourself"),
      ("\(state.key(.other)) \(state.key(.unidentified))", "another cell; cannot be told"),
      (state.key(.undo), "take an answer back"),
      (state.key(.help), "every key, with search"),
      (state.key(.quit), "leave; all is saved"),
    ]
  }

  /// The page for the ear.
  static func sentences(_ state: State) -> [String] {
    ["a few keys do most of the work:"] + keys(state).map { "\($0.keys): \($0.text)" }
      + [
        "nothing is decided without you; \(state.key(.export)) writes the answers as a table; "
          + "\(state.key(.firstSteps)) says this again"
      ]
  }
}

extension Frame {
  /// A few keys in the place of the picture, so that the desk is seen while one reads about it.
  mutating func firstSteps(_ state: State, _ layout: Layout) {
    border(
      layout.pictureFrame, title: "first steps", style: Style(.borderFocused),
      titleStyle: Style(.heading))
    let pane = layout.picture
    let keys = FirstSteps.keys(state)
    let keyWidth = keys.map { ScreenText.width(of: $0.keys) }.max() ?? 0
    let back = "Any key begins; \(state.key(.firstSteps)) shows this again."
    var opening =
      wrap("A few keys do most of the work.", width: pane.columns - 2).map { ($0, Role.heading) }
    var closing = wrap(back, width: pane.columns - 2).map { ($0, Role.text) }
    let promise = wrap(
      "Nothing is decided without you: the program suggests, a key of yours answers. "
        + "\(state.key(.export)) writes the answers as a table.",
      width: pane.columns - 2
    ).map { ($0, Role.muted) }
    if pane.rows >= opening.count + keys.count + promise.count + closing.count + 3 {
      closing = promise + [("", .text)] + closing
    }
    // How one comes back to this page is worth more than its heading.
    if opening.count + keys.count + closing.count > pane.rows { opening = [] }
    let rows = opening.count + keys.count + closing.count
    let blanks = min(2, max(0, pane.rows - rows))
    var row = pane.row + max(0, (pane.rows - rows - blanks) / 2)
    let end = pane.row + pane.rows
    func line(_ text: String, _ role: Role, in frame: inout Frame) {
      guard row < end else { return }
      frame.put(
        text, column: pane.column + 1, row: row, style: Style(role), width: pane.columns - 2)
      row += 1
    }
    for (text, role) in opening { line(text, role, in: &self) }
    if blanks > 1 { row += 1 }
    for (key, text) in keys where row < end {
      put(key, column: pane.column + 1, row: row, style: Style(.keyName), width: keyWidth)
      put(
        text, column: pane.column + keyWidth + 3, row: row, style: Style(.text),
        width: pane.columns - keyWidth - 4, clip: .ellipsis)
      row += 1
    }
    if blanks > 0 { row += 1 }
    for (text, role) in closing { line(text, role, in: &self) }
  }
}

extension State {
  /// Any key ends the page and does what it says: one learns by doing. Only what would close a page
  /// closes this one and no more.
  mutating func takeAtFirstSteps(_ key: Key) -> [Effect] {
    mode = .desk
    // The picture could not be seen behind the page.
    visibleSince = visibleSince == nil ? nil : now
    switch keymap.command(for: key) {
    case nil, .quit, .firstSteps:
      message = nil
      return []
    default: return takeAtDesk(key)
    }
  }
}

import Review
import Screen

/// Room and columns of the page of directories.
enum TreePage {
  /// Rows for directories: without the title, the heading, and the two lines at the foot.
  static func rows(_ size: Size) -> Int { max(1, size.rows - 4) }

  /// Figures beside a name, the last ones only where there is room.
  static func columns(_ size: Size) -> [(title: String, width: Int)] {
    [("pictures", 10), ("reviewed", 10), ("open", 8)]
      + (size.columns >= 80 ? [("unread", 8), ("gone", 7)] : [])
  }
}

extension Frame {
  /// The directories as a tree, with what is done and what is open in each.
  mutating func tree(_ state: State, _ tree: DirectoryTree) {
    let columns = TreePage.columns(size)
    let width = columns.reduce(0) { $0 + $1.width }
    let nameRoom = size.columns - width - 3
    put("directory", column: 2, row: 1, style: Style(.heading, .bold), width: nameRoom)
    var column = size.columns - width - 1
    for (title, width) in columns {
      put(title.leftPadded(width), column: column, row: 1, style: Style(.heading))
      column += width
    }
    for (place, row) in tree.rows.dropFirst(tree.top).prefix(TreePage.rows(size)).enumerated() {
      directory(
        state, row, isSelected: tree.top + place == tree.selected, row: place + 2,
        nameRoom: nameRoom)
    }
    treeFoot(state, tree)
  }

  private mutating func directory(
    _ state: State, _ directory: DirectoryTree.Row, isSelected: Bool, row: Int, nameRoom: Int
  ) {
    let tally = state.catalogue.tally(of: directory.directory)
    let open = directory.pictures - tally.reviewed
    let base = Style(isSelected ? .selection : .text)
    func style(_ role: Role) -> Style {
      isSelected ? base : Style(foreground: .role(role), background: .role(.text))
    }
    fill(Rect(column: 0, row: row, columns: size.columns, rows: 1), base)
    put(isSelected ? ">" : " ", column: 0, row: row, style: base)
    let mark = open == 0 ? Mark.confirmed : tally.reviewed > 0 ? .unreviewed : .unclassified
    put(mark.character, column: 1, row: row, style: style(mark.role))
    let indent = min(2 * directory.depth, nameRoom / 2)
    let name =
      directory.depth == 0
      ? state.directoryName(directory.directory) : directory.directory.fileName.lossyText
    put(
      name + "/", column: 3 + indent, row: row, style: base, width: nameRoom - indent - 1,
      clip: .ellipsis)
    let figures = [
      (directory.pictures, Role.text), (tally.reviewed, .markConfirmed), (open, .markUnreviewed),
      (tally.unreadable, .markError), (tally.gone, .markError),
    ]
    let columns = TreePage.columns(size)
    var column = size.columns - columns.reduce(0) { $0 + $1.width } - 1
    for (figure, place) in zip(figures, columns) {
      put(
        String(figure.0).leftPadded(place.width), column: column, row: row,
        style: style(figure.0 == 0 ? .muted : figure.1))
      column += place.width
    }
    if isSelected { cursor = Position(column: 0, row: row) }
  }

  private mutating func treeFoot(_ state: State, _ tree: DirectoryTree) {
    let status = size.rows - 2
    let role: Role = state.message?.kind == .warning ? .statusWarning : .status
    fill(Rect(column: 0, row: status, columns: size.columns, rows: 1), Style(role))
    let text =
      tree.typing.map { "/\($0)" } ?? state.message?.text
      ?? tree.rows[tree.selected].directory.lossyText
    let used = put(
      text, column: 1, row: status, style: Style(role), width: size.columns - 2, clip: .ellipsis)
    if tree.typing != nil {
      cursor = Position(column: min(1 + used, size.columns - 1), row: status)
    }
    let keys = size.rows - 1
    fill(Rect(column: 0, row: keys, columns: size.columns, rows: 1), Style(.keyAction))
    let items =
      tree.typing == nil
      ? [
        ("Enter", "go there"), ("f", "list it alone"), ("/", "find"), ("n", "next"), ("q", "back"),
      ]
      : [("Enter", "find"), ("Esc", "leave")]
    var column = 1
    for (key, word) in items {
      column += put(key, column: column, row: keys, style: Style(.keyName))
      column += put(" \(word)  ", column: column, row: keys, style: Style(.keyAction))
    }
  }
}

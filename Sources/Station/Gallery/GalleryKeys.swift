import Screen

/// What a key of the gallery's own asks for; the keys of classes, undo and the program are the desk's.
enum GalleryCommand: Equatable {
  case left, right, up, down
  case pageUp, pageDown, first, last
  case nextShelf, previousShelf
  case mark
  case open, dropMarks, leave
}

/// The gallery's keys: its key line and its part of the help page come from here.
enum GalleryKeys {
  struct Entry {
    let keys: [Key]
    let shown: String
    let command: GalleryCommand
    let word: String
    let help: String
  }

  static let table: [Entry] = [
    Entry(
      keys: [.character(" "), .character("v")], shown: "Space v", command: .mark, word: "mark",
      help: "mark this cell, or unmark it; a class's key then moves all marked ones"),
    Entry(
      keys: [.tab, .character("]")], shown: "Tab ]", command: .nextShelf, word: "class",
      help: "the next class"),
    Entry(
      keys: [.backTab, .character("[")], shown: "Shift-Tab [", command: .previousShelf,
      word: "previous class", help: "the class before"),
    Entry(
      keys: [.character("h"), .left], shown: "h ←", command: .left, word: "left",
      help: "the cell to the left"),
    Entry(
      keys: [.character("l"), .right], shown: "l →", command: .right, word: "right",
      help: "the cell to the right"),
    Entry(
      keys: [.character("k"), .up], shown: "k ↑", command: .up, word: "up", help: "the row above"),
    Entry(
      keys: [.character("j"), .down], shown: "j ↓", command: .down, word: "down",
      help: "the row below"),
    Entry(
      keys: [.control("d"), .pageDown], shown: "Ctrl-D PgDn", command: .pageDown, word: "page down",
      help: "a page down"),
    Entry(
      keys: [.control("u"), .pageUp], shown: "Ctrl-U PgUp", command: .pageUp, word: "page up",
      help: "a page up"),
    Entry(
      keys: [.character("g"), .home], shown: "g Home", command: .first, word: "first",
      help: "the first cell of the class"),
    Entry(
      keys: [.character("G"), .end], shown: "G End", command: .last, word: "last",
      help: "the last cell of the class"),
    Entry(
      keys: [.enter], shown: "Enter", command: .open, word: "open",
      help: "this cell at the desk"),
    Entry(
      keys: [.escape], shown: "Esc", command: .dropMarks, word: "back",
      help: "drop the marks; without marks back to the desk"),
    Entry(
      keys: [.character("q")], shown: "q", command: .leave, word: "back",
      help: "back to the desk"),
  ]

  static func command(for key: Key) -> GalleryCommand? {
    table.first { $0.keys.contains(key) }?.command
  }
}

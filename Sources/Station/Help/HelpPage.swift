import Screen

/// The key table as a page, made from the live keymap.
enum HelpPage {
  /// A heading, a binding or a blank line.
  enum Line: Equatable {
    case heading(String)
    case binding(String, String)
    case text(String)
  }

  static func lines(_ keymap: Keymap) -> [Line] {
    var lines: [Line] = []
    for group in keymap.groups {
      lines.append(.heading(group.title))
      lines += group.bindings.map {
        .binding($0.keys.isEmpty && $0.doubled.isEmpty ? "(no key)" : $0.shown, $0.help)
      }
      lines.append(.text(""))
    }
    lines.append(.heading("In the gallery"))
    lines += GalleryKeys.table.map { .binding($0.shown, $0.help) }
    let classes = keymap.bindings.map(\.command).filter {
      if case .label = $0 { true } else { $0 == .other || $0 == .unidentified }
    }
    lines.append(
      .binding(keymap.runs(of: classes), "move the marked cells, or this one, to the key's class"))
    lines.append(.text(""))
    return lines + [
      .heading("Marks in the list"),
      .binding("+", "answered as suggested"),
      .binding("!", "answered otherwise"),
      .binding(".", "classified, waits for an answer"),
      .binding("?", "classified, the suggestion is unsure or none of the main classes"),
      .binding("x", "the picture cannot be read"),
      .binding("-", "the file is gone from the disk; its answers stay"),
      .binding("~", "waits for its classification"),
      .binding("(Neu)", "a suggestion; without parentheses: an answer; A>B: A was suggested"),
    ]
  }

  /// Greatest useful scroll for a size.
  static func lastScroll(_ keymap: Keymap, size: Size) -> Int {
    max(0, lines(keymap).count - rows(size))
  }

  static func rows(_ size: Size) -> Int { max(1, size.rows - 3) }
}

extension Frame {
  mutating func help(_ keymap: Keymap, scroll: Int) {
    fill(Rect(column: 0, row: 0, columns: size.columns, rows: 1), Style(.title))
    put(researchUseNotice, column: size.columns > 60 ? 1 : 0, row: 0, style: Style(.title))
    let lines = HelpPage.lines(keymap)
    let rows = HelpPage.rows(size)
    for (row, line) in lines.dropFirst(scroll).prefix(rows).enumerated() {
      switch line {
      case .heading(let text):
        put(text, column: 2, row: row + 1, style: Style(.heading, .bold), width: size.columns - 3)
      case .binding(let keys, let text):
        put(keys, column: 4, row: row + 1, style: Style(.keyName), width: 14)
        put(
          text, column: 19, row: row + 1, style: Style(.text), width: size.columns - 20,
          clip: .ellipsis)
      case .text(let text):
        put(text, column: 2, row: row + 1, style: Style(.text), width: size.columns - 3)
      }
    }
    let below = lines.count - scroll - rows
    let bottom = size.rows - 1
    fill(Rect(column: 0, row: bottom, columns: size.columns, rows: 1), Style(.keyAction))
    put(
      below > 0 ? "j down, \(below) more lines   q back" : "k up   q back", column: 1,
      row: bottom, style: Style(.keyAction), width: size.columns - 2)
  }
}

import Screen

/// Where a reader of the help page is.
public struct HelpView: Equatable, Sendable {
  /// Lines above the first one on screen.
  public internal(set) var scroll: Int
  /// Only lines with this text stand on the page; empty: all.
  public internal(set) var search = ""
  /// Whether keys go into `search`.
  public internal(set) var isTyping = false
  /// The marked one of the lines that were found.
  public internal(set) var match = 0

  /// The page from a line on, unsearched.
  public init(scroll: Int = 0) { self.scroll = scroll }
}

/// The key table as a page, made from the live keymap.
enum HelpPage {
  /// A heading, a binding, what had no room beside it, or a blank line.
  enum Line: Equatable {
    case heading(String)
    case binding(String, String)
    case more(String)
    case text(String)

    var isBinding: Bool { if case .binding = self { true } else { false } }
  }

  /// The page, or what is left of it: lines with the text, below their headings.
  /// - Parameter width: Columns for what a key does; more goes on in the next line.
  static func lines(_ keymap: Keymap, search: String = "", width: Int = .max) -> [Line] {
    let needle = search.lowercased()
    var lines: [Line] = []
    for (title, rows) in sections(keymap) {
      let found =
        needle.isEmpty || title.lowercased().contains(needle)
        ? rows : rows.filter { ($0.0 + " " + $0.1).lowercased().contains(needle) }
      guard !found.isEmpty else { continue }
      if !lines.isEmpty { lines.append(.text("")) }
      lines.append(.heading(title))
      for (keys, text) in found {
        let parts = wrap(text, width: width)
        lines.append(.binding(keys, parts.first ?? ""))
        lines += parts.dropFirst().map(Line.more)
      }
    }
    return lines
  }

  private static func sections(_ keymap: Keymap) -> [(String, [(String, String)])] {
    let keys = keymap.groups.map { group in
      (group.title, group.bindings.map { ($0.keyNames.isEmpty ? "(no key)" : $0.shown, $0.help) })
    }
    let classes = keymap.bindings.map(\.command).filter {
      if case .label = $0 { true } else { $0 == .other || $0 == .unidentified }
    }
    let gallery =
      GalleryKeys.table.map { ($0.shown, $0.help) }
      + [(keymap.runs(of: classes), "move the marked cells, or this one, to the key's class")]
    return keys + [
      ("In the gallery", gallery),
      (
        "Marks in the list",
        [
          ("+", "answered as suggested"),
          ("!", "answered otherwise"),
          (".", "classified, waits for an answer"),
          ("?", "classified; the suggestion is unsure or no main class"),
          ("x", "the picture cannot be read"),
          ("-", "the file is gone from the disk; its answers stay"),
          ("~", "waits for its classification"),
          ("(Neu)", "suggested; without parentheses: answered; A>B: A suggested"),
        ]
      ),
    ]
  }

  /// Places of the lines that a search found.
  static func matches(_ lines: [Line]) -> [Int] { lines.indices.filter { lines[$0].isBinding } }

  static func rows(_ size: Size) -> Int { max(1, size.rows - 3) }
  /// Columns for what a key does.
  static func width(_ size: Size) -> Int { max(20, size.columns - 20) }
}

extension Frame {
  mutating func help(_ state: State, _ view: HelpView) {
    fill(Rect(column: 0, row: 0, columns: size.columns, rows: 1), Style(.title))
    put(researchUseNotice, column: size.columns > 60 ? 1 : 0, row: 0, style: Style(.title))
    let lines = HelpPage.lines(
      state.keymap, search: view.search, width: HelpPage.width(size))
    let matches = HelpPage.matches(lines)
    let marked = view.search.isEmpty || view.isTyping ? nil : matches[safe: view.match]
    let rows = HelpPage.rows(size)
    for (row, line) in lines.dropFirst(view.scroll).prefix(rows).enumerated() {
      switch line {
      case .heading(let text):
        put(text, column: 2, row: row + 1, style: Style(.heading, .bold), width: size.columns - 3)
      case .binding(let keys, let text):
        if view.scroll + row == marked {
          put(">", column: 2, row: row + 1, style: Style(.keyName))
          cursor = Position(column: 2, row: row + 1)
        }
        put(keys, column: 4, row: row + 1, style: Style(.keyName), width: 14)
        put(
          text, column: 19, row: row + 1, style: Style(.text), width: size.columns - 20,
          clip: .ellipsis)
      case .more(let text):
        put(text, column: 19, row: row + 1, style: Style(.text), width: size.columns - 20)
      case .text(let text):
        put(text, column: 2, row: row + 1, style: Style(.text), width: size.columns - 3)
      }
    }
    helpFoot(state, view, lines: lines.count, matches: matches.count)
  }

  private mutating func helpFoot(_ state: State, _ view: HelpView, lines: Int, matches: Int) {
    let bottom = size.rows - 1
    fill(Rect(column: 0, row: bottom, columns: size.columns, rows: 1), Style(.keyAction))
    if view.isTyping {
      let found = matches == 0 ? "nothing found" : "\(matches) found"
      let typed = "/\(view.search)"
      put(
        "\(typed)   \(found)   Enter keeps, Esc shows all", column: 1, row: bottom,
        style: Style(.keyAction), width: size.columns - 2)
      cursor = Position(
        column: min(size.columns - 1, 1 + ScreenText.width(of: typed)), row: bottom)
      return
    }
    if let message = state.message {
      put(
        message.text, column: 1, row: bottom, style: Style(.statusWarning),
        width: size.columns - 2, clip: .ellipsis)
      return
    }
    if let prefix = state.prefix {
      put(
        state.pairText(prefix), column: 1, row: bottom, style: Style(.keyAction),
        width: size.columns - 2, clip: .ellipsis)
      return
    }
    let below = lines - view.scroll - HelpPage.rows(size)
    var parts: [String] = []
    if !view.search.isEmpty {
      parts.append("“\(view.search)” \(view.match + 1) of \(matches)")
      parts.append("\(state.key(.findNext)) \(state.key(.findPrevious)) next, previous")
      parts.append("Esc all")
    } else {
      if below > 0 { parts.append("\(state.key(.down)) down, \(below) more lines") }
      if view.scroll > 0 { parts.append("\(state.key(.up)) up") }
      parts.append("\(state.key(.find)) search")
    }
    parts.append("\(state.key(.quit)) back")
    put(
      parts.joined(separator: "   "), column: 1, row: bottom, style: Style(.keyAction),
      width: size.columns - 2)
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}

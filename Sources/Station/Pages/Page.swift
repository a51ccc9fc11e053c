import Review
import Screen

/// A line of a page that is read.
struct PageLine: Equatable {
  let text: String
  let role: Role

  init(_ text: String, _ role: Role = .text) {
    self.text = text
    self.role = role
  }
}

/// How far a page is scrolled down.
public struct Scroll: Equatable, Sendable {
  private(set) var top = 0

  /// Takes a key that scrolls; false when it is none. `lines` are there, `rows` of them in sight.
  mutating func take(_ key: Key, lines: Int, rows: Int) -> Bool {
    switch key {
    case .character("j"), .down: top += 1
    case .character("k"), .up: top -= 1
    case .pageDown, .control("d"), .character(" "): top += rows
    case .pageUp, .control("u"): top -= rows
    case .home: top = 0
    case .end, .character("G"): top = lines
    default: return false
    }
    keep(lines: lines, rows: rows)
    return true
  }

  /// Shows no empty rows below the last line.
  mutating func keep(lines: Int, rows: Int) { top = min(max(0, top), max(0, lines - rows)) }
}

extension State {
  /// What every page that is read takes: redraw, suspend, and the ways back to the desk, the page's own key
  /// among them. Nil for any other key.
  mutating func takeOnPage(_ key: Key, openedBy command: Command) -> [Effect]? {
    switch key {
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    case .escape, .character("q"), .enter: break
    default: guard keymap.command(for: key) == command else { return nil }
    }
    mode = .desk
    return []
  }
}

extension Frame {
  /// Rows of a page's lines, between its name and its keys.
  static func pageRows(_ size: Size) -> Int { max(1, size.rows - 5) }

  /// The lines that are in sight; returns what is said beside the keys that scroll.
  mutating func pageLines(_ lines: [PageLine], _ scroll: Scroll) -> String {
    let rows = Self.pageRows(size)
    for (row, line) in lines.dropFirst(scroll.top).prefix(rows).enumerated() {
      put(
        line.text, column: 2, row: 3 + row, style: Style(line.role), width: size.columns - 4,
        clip: .ellipsis)
    }
    let below = max(0, lines.count - scroll.top - rows)
    return scroll.top + below == 0 ? "" : "  \(scroll.top) lines above, \(below) below"
  }

  /// The notice in the first row, the page's name below it.
  mutating func pageTitle(_ text: String) {
    fill(Rect(column: 0, row: 0, columns: size.columns, rows: 1), Style(.title))
    put(researchUseNotice, column: size.columns > 60 ? 1 : 0, row: 0, style: Style(.title))
    put(
      text, column: 2, row: 2 - 1, style: Style(.heading, .bold), width: size.columns - 4,
      clip: .ellipsis)
  }

  /// What just happened, in the row above the keys.
  mutating func pageMessage(_ state: State) {
    guard let message = state.message else { return }
    put(
      message.text, column: 1, row: size.rows - 2,
      style: Style(message.kind == .warning ? .statusWarning : .status), width: size.columns - 2,
      clip: .ellipsis)
  }

  /// A page's keys, in the last row.
  mutating func pageKeys(_ items: [(String, String)]) {
    let row = size.rows - 1
    fill(Rect(column: 0, row: row, columns: size.columns, rows: 1), Style(.keyAction))
    var column = 1
    for (key, action) in items {
      column += put(key, column: column, row: row, style: Style(.keyName))
      column += put(" \(action)  ", column: column, row: row, style: Style(.keyAction))
    }
  }
}

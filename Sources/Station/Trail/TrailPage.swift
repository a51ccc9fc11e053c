public import Review
import Screen

/// What the log holds about one picture, read from the disk.
public struct Trail: Equatable, Sendable {
  public let image: ImagePath
  /// Oldest first; nil while it is being read.
  public var records: [LogRecord]?
  /// Lines scrolled down.
  var scroll = 0
}

extension State {
  mutating func openTrail() -> [Effect] {
    guard let image else { return [] }
    mode = .trail(Trail(image: image))
    return [.loadTrail(image)]
  }

  mutating func takeTrail(_ image: ImagePath, _ records: [LogRecord]) {
    guard case .trail(var trail) = mode, trail.image == image else { return }
    trail.records = records
    trail.scroll = lastScroll(trail)
    mode = .trail(trail)
  }

  mutating func takeInTrail(_ key: Key, _ trail: Trail) -> [Effect] {
    var trail = trail
    let page = TrailPage.rows(size)
    switch key {
    case .character("j"), .down: trail.scroll += 1
    case .character("k"), .up: trail.scroll -= 1
    case .pageDown, .control("d"), .character(" "): trail.scroll += page
    case .pageUp, .control("u"): trail.scroll -= page
    case .home: trail.scroll = 0
    case .end, .character("G"): trail.scroll = .max / 2
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    case .escape, .character("q"), .character("h"), .enter:
      mode = .desk
      return []
    default: break
    }
    trail.scroll = min(max(0, trail.scroll), lastScroll(trail))
    mode = .trail(trail)
    return []
  }

  private func lastScroll(_ trail: Trail) -> Int {
    max(0, TrailPage.lines(trail, self).count - TrailPage.rows(size))
  }
}

/// The records of a picture as lines: when, who, what.
enum TrailPage {
  struct Line: Equatable {
    let text: String
    let role: Role
  }

  static func rows(_ size: Size) -> Int { max(1, size.rows - 5) }

  static func lines(_ trail: Trail, _ state: State) -> [Line] {
    guard let records = trail.records else { return [Line(text: "reading the log", role: .muted)] }
    if records.isEmpty {
      return [Line(text: "the log says nothing of this picture yet", role: .muted)]
    }
    // An undone entry stays to be read, and is said to be undone.
    var undone: Set<EntryID> = []
    for record in records {
      if case .undone(_, let entry) = record.entry.event { undone.insert(entry) }
      if case .redone(_, let entry) = record.entry.event { undone.remove(entry) }
    }
    return records.map { record in
      let isUndone = undone.contains(record.entry.id)
      let text =
        "\(record.time.localText)  \(record.identity.reviewer.rightPadded(10))  "
        + state.sentence(for: record.entry.event) + (isUndone ? "  (undone)" : "")
      return Line(text: text, role: isUndone ? .muted : .text)
    }
  }
}

extension State {
  /// An entry of the log in words.
  func sentence(for event: LogEvent) -> String {
    LogSentences(name: { name(of: $0) }, cell: { cellName($0) }).sentence(for: event)
  }

  /// `cell 2` by its place among the selected picture's cells.
  private func cellName(_ id: CellID) -> String {
    imageReview.cells.firstIndex { $0.id == id }.map { "cell \($0 + 1)" } ?? "a box"
  }
}

extension Frame {
  mutating func trailPage(_ state: State, _ trail: Trail) {
    pageTitle("history of \(trail.image.relative(to: state.session.directory).lossyText)")
    let lines = TrailPage.lines(trail, state)
    let rows = TrailPage.rows(size)
    for (row, line) in lines.dropFirst(trail.scroll).prefix(rows).enumerated() {
      put(
        line.text, column: 2, row: 3 + row, style: Style(line.role), width: size.columns - 4,
        clip: .ellipsis)
    }
    let above = trail.scroll
    let below = max(0, lines.count - trail.scroll - rows)
    let more = above + below == 0 ? "" : "  \(above) lines above, \(below) below"
    pageKeys([("↓ ↑", "scroll\(more)"), ("q", "back")])
  }

  // MARK: Pages

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

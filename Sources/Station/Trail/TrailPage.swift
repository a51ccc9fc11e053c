public import Review
import Screen

/// What the log holds about one picture, read from the disk.
public struct Trail: Equatable, Sendable {
  public let image: ImagePath
  /// Oldest first; nil while it is being read.
  public var records: [LogRecord]?
  var scroll = Scroll()
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
    // The newest records are read first.
    _ = trail.scroll.take(.end, lines: records.count, rows: Frame.pageRows(size))
    mode = .trail(trail)
  }

  mutating func takeInTrail(_ key: Key, _ trail: Trail) -> [Effect] {
    var trail = trail
    switch key {
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    case .escape, .character("q"), .character("h"), .enter:
      mode = .desk
      return []
    default:
      let lines = TrailPage.lines(trail, self).count
      _ = trail.scroll.take(key, lines: lines, rows: Frame.pageRows(size))
    }
    mode = .trail(trail)
    return []
  }
}

/// The records of a picture as lines: when, who, what.
enum TrailPage {
  static func lines(_ trail: Trail, _ state: State) -> [PageLine] {
    guard let records = trail.records else { return [PageLine("reading the log", .muted)] }
    if records.isEmpty {
      return [PageLine("the log says nothing of this picture yet", .muted)]
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
      return PageLine(text, isUndone ? .muted : .text)
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
    let more = pageLines(TrailPage.lines(trail, state), trail.scroll)
    pageKeys([("↓ ↑", "scroll\(more)"), ("q", "back")])
  }
}

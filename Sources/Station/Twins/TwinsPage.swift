import Review
import Screen

/// Where the two cells stand on the page.
struct TwinsLayout: Equatable {
  let left: Rect
  let right: Rect
  /// Rows of text below each picture.
  static let captionRows = 3

  init(size: Size) {
    let rows = max(1, size.rows - 6 - Self.captionRows)
    // A character is two pixels high: squares have twice as many columns as rows.
    let side = max(2, min((size.columns - 6) / 2, 2 * rows) / 2 * 2)
    let gap = 4
    let column = max(1, (size.columns - 2 * side - gap) / 2)
    left = Rect(column: column, row: 3, columns: side, rows: side / 2)
    right = Rect(column: column + side + gap, row: 3, columns: side, rows: side / 2)
  }
}

extension State {
  /// The two thumbnails that should be on the page.
  func twinThumbnails(at place: Int) -> [ThumbnailRequest] {
    guard let pair = pair(at: place) else { return [] }
    let side = TwinsLayout(size: size).left.columns
    return [pair.first, pair.second].compactMap { thumbnailRequest(of: $0, side: side) }
  }
}

extension Frame {
  /// Two cells side by side, and the question whether they are the same.
  mutating func twinsPage(_ state: State, _ place: Int) {
    guard let pair = state.pair(at: place) else {
      pageTitle("the same cell?")
      centred(
        [
          ("every pair has been answered", .text),
          ("a cell that is a double is not counted", .muted),
        ],
        in: Rect(column: 2, row: 3, columns: size.columns - 4, rows: max(1, size.rows - 6)))
      pageMessage(state)
      pageKeys([(state.key(.undo), "undo"), ("q", "back")])
      return
    }
    pageTitle("the same cell? \(place + 1) of \(state.doubtfulCount): \(pair.reason.text)")
    let layout = TwinsLayout(size: size)
    let counting = state.counting(pair).counting
    let half = size.columns / 2
    for (subject, rect) in [(pair.first, layout.left), (pair.second, layout.right)] {
      let request = state.thumbnailRequest(of: subject, side: layout.left.columns)
      thumbnail(request.flatMap { state.thumbnails[$0] }, in: rect)
      // A small picture has less room below it than its half of the page.
      let column = min(rect.column, rect == layout.left ? 2 : half + 1)
      let room = (rect == layout.left ? half : size.columns) - column - 1
      let name = subject.image.relative(to: state.session.directory).lossyText
      let lines = [
        (name.keepingEnd(room), Role.text), (state.twinCaption(subject), .text),
        (subject == counting ? "counts" : "does not count if the same", .muted),
      ]
      for (row, line) in lines.enumerated() {
        put(
          line.0, column: column, row: rect.row + rect.rows + row, style: Style(line.1),
          width: room, clip: .ellipsis)
      }
    }
    pageMessage(state)
    let all = state.pairs(beside: pair).count
    pageKeys(
      [("y", "the same cell"), ("n", "two cells")]
        + (all > 1 ? [("a", "all \(all) of these pictures the same")] : [])
        + [(state.key(.undo), "undo"), ("q", "back"), ("j k", "next, previous")])
  }
}

extension State {
  /// Which cell of its picture it is, and what it was called.
  fileprivate func twinCaption(_ subject: Subject) -> String {
    let cells = review[subject.image].cells
    guard let index = cells.firstIndex(where: { $0.id == subject.cell }) else { return "" }
    let text: String
    if let decision = cells[index].decision {
      text = "answered \(className(of: decision.label))"
    } else if let suggestion = visibleSuggestion(of: cells[index]) {
      text = "suggested \(className(of: suggestion.label))"
    } else {
      text = "no answer yet"
    }
    return "\(text), cell \(index + 1) of \(cells.count)"
  }
}

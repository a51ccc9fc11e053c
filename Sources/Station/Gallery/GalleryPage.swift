import Review
import Screen

extension Frame {
  /// The gallery: counts by class, what the page shows, and the thumbnails with their captions.
  mutating func galleryPage(_ state: State, _ gallery: Gallery) {
    let layout = GalleryLayout(size: size)
    title(state, Layout(size: size))
    tabs(state, gallery, in: layout.tabs)
    heading(state, gallery, layout)
    if gallery.count == 0 {
      centred(
        [
          ("no cell here", .text),
          (
            gallery.index.items.isEmpty
              ? "at the desk \(state.key(.classifyRest)) finds the cells" : "Tab: next class",
            .muted
          ),
        ], in: layout.body)
    }
    for (slot, place) in gallery.visible(layout).enumerated() {
      let subject = gallery.subject(at: place)
      thumbnail(state, subject, slot: slot, isSelected: place == gallery.cursor, layout)
      caption(state, gallery, subject, isSelected: place == gallery.cursor, layout.caption(slot))
    }
    let whole = Layout(size: size)
    statusLine(state, whole)
    keyLine(state, whole)
  }

  /// The shelves with their counts; the one shown stands in brackets.
  private mutating func tabs(_ state: State, _ gallery: Gallery, in rect: Rect) {
    let tabs = state.shelves.map { shelf in
      let text = "\(state.shortName(of: shelf)) \(gallery.index.count(on: shelf))"
      return (shelf, shelf == gallery.shelf ? "[\(text)]" : " \(text) ")
    }
    // Where not all have room, those before the shown one give way.
    var first = 0
    func width(to end: Int) -> Int {
      tabs[first...end].reduce(0) { $0 + ScreenText.width(of: $1.1) }
    }
    if let current = tabs.firstIndex(where: { $0.0 == gallery.shelf }) {
      while first < current, width(to: current) > rect.columns { first += 1 }
    }
    var column = rect.column
    for (shelf, text) in tabs[first...] where column < rect.columns {
      let isShown = shelf == gallery.shelf
      let role = gallery.index.count(on: shelf) == 0 && !isShown ? .muted : state.role(of: shelf)
      column += put(
        text, column: column, row: rect.row,
        style: Style(
          foreground: .role(role), background: .role(.text), attributes: isShown ? .bold : []),
        width: rect.columns - column)
    }
  }

  private mutating func heading(_ state: State, _ gallery: Gallery, _ layout: GalleryLayout) {
    let count = gallery.count
    let open = count - gallery.answered
    var text =
      "\(state.fullName(of: gallery.shelf)): \(count) \(count == 1 ? "cell" : "cells"), "
      + "\(gallery.answered) answered, \(open) open"
    if open > 0 { text += " (in parentheses what is suggested)" }
    let visible = gallery.visible(layout)
    let place = count == 0 ? "" : "\(visible.lowerBound + 1)-\(visible.upperBound) of \(count)"
    let marks = gallery.marked.isEmpty ? "" : "# \(gallery.marked.count) marked  "
    let rect = layout.heading
    let right = marks + place
    put(
      text, column: 1, row: rect.row, style: Style(.heading),
      width: rect.columns - 3 - right.count, clip: .ellipsis)
    put(
      right, column: rect.columns - right.count - 1, row: rect.row,
      style: Style(gallery.marked.isEmpty ? .muted : .heading))
  }

  private mutating func thumbnail(
    _ state: State, _ subject: Subject, slot: Int, isSelected: Bool, _ layout: GalleryLayout
  ) {
    let rect = layout.picture(slot)
    let content = state.thumbnailRequest(of: subject, side: layout.side)
      .flatMap { state.thumbnails[$0] }
    if let placement = thumbnail(content, in: rect), isSelected {
      outline(
        PixelRect(x: 0, y: 0, width: placement.width, height: placement.height), on: placement,
        role: .boxSelected)
    }
  }

  /// A thumbnail and its place, or why there is none.
  @discardableResult
  mutating func thumbnail(_ content: Thumbnail.Content?, in rect: Rect) -> PicturePlacement? {
    let text: (String, Role)
    switch content {
    case .drawn(let picture): return draw(picture, in: rect)
    case nil: text = ("loading", .muted)
    case .gone: text = ("file is gone", .markError)
    case .changed: text = ("file was changed", .markError)
    case .unreadable: text = ("unreadable", .markError)
    }
    fill(rect, Style(.pictureGround))
    centred([text], in: rect)
    return nil
  }

  /// Cursor, mark, state, class and probability of a cell.
  private mutating func caption(
    _ state: State, _ gallery: Gallery, _ subject: Subject, isSelected: Bool, _ rect: Rect
  ) {
    let review = state.review[subject.image]
    let cell = subject.cell.flatMap { review.cell($0) }
    let base = Style(isSelected ? .selection : .text)
    func style(_ role: Role) -> Style {
      isSelected ? base : Style(foreground: .role(role), background: .role(.text))
    }
    fill(rect, base)
    let isMarked = gallery.marked.contains(subject)
    put(
      (isSelected ? ">" : " ") + (isMarked ? "#" : " "), column: rect.column, row: rect.row,
      style: isMarked ? style(.markFlagged) : base)
    let mark = state.mark(of: subject)
    put(mark.character, column: rect.column + 2, row: rect.row, style: style(mark.role))
    if cell?.remarks.isFlagged ?? review.remarks.isFlagged {
      put("*", column: rect.column + 3, row: rect.row, style: style(.markFlagged))
    }
    let summary: (text: String, role: Role) =
      if let cell {
        state.summary(of: cell)
      } else if let field = review.fieldDecision?.decision {
        (state.summary(of: field), state.role(of: field.label))
      } else {
        ("", .muted)
      }
    // The gap before the next caption may be used: that begins with a column for its cursor.
    let room = rect.columns - 3
    let used = put(
      summary.text, column: rect.column + 4, row: rect.row, style: style(summary.role),
      width: room, clip: .ellipsis)
    if let suggestion = cell.flatMap({ state.visibleSuggestion(of: $0) }), used + 4 <= room {
      put(
        shortProbability(suggestion.confidence), column: rect.column + 4 + used + 1, row: rect.row,
        style: style(.muted))
    }
    if isSelected { cursor = Position(column: rect.column, row: rect.row) }
  }
}

extension State {
  /// A cell's state as one character, as in the list.
  func mark(of subject: Subject) -> Mark {
    if let standing = standing(of: subject) {
      if recording.pending[standing.entry] != nil { return .waiting }
      return standing.decision.kind == .confirm ? .confirmed : .overridden
    }
    let cell = subject.cell.flatMap { review[subject.image].cell($0) }
    guard let cell, hiddenReason(of: cell) == nil else { return .unreviewed }
    return cell.suggestion?.status == .ok ? .unreviewed : .uncertain
  }

  func shortName(of shelf: Shelf) -> String {
    switch shelf {
    case .label(let label): name(of: label)
    case .rest: "Other"
    case .unsure: "Unsure"
    case .open: "Open"
    }
  }

  func fullName(of shelf: Shelf) -> String {
    switch shelf {
    case .label(let label): className(of: label)
    case .rest: "other and unidentified"
    case .unsure: "unsure suggestions"
    case .open: "no answer yet"
    }
  }

  func role(of shelf: Shelf) -> Role {
    switch shelf {
    case .label(let label): role(of: label)
    case .rest, .open: .text
    case .unsure: .markUncertain
    }
  }

  /// What stands in the status line when nothing happened: the cell under the cursor.
  var galleryStatus: String {
    guard let subject = gallery?.subject else { return "" }
    let review = review[subject.image]
    var text = subject.image.relative(to: session.directory).lossyText
    guard let place = review.cells.firstIndex(where: { $0.id == subject.cell }) else { return text }
    let cell = review.cells[place]
    text += ", cell \(place + 1) of \(review.cells.count)"
    if let decision = cell.decision { text += ": \(summary(of: decision))" }
    if let suggestion = visibleSuggestion(of: cell) {
      text +=
        "; suggested \(className(of: suggestion.label)) \(shortProbability(suggestion.confidence))"
      if suggestion.status != .ok { text += ", unsure" }
    }
    return text
  }
}

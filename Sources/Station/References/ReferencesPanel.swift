import Review
import Screen

/// Where examples stand in a panel: thumbnails with two or three lines below each.
struct ReferenceGrid: Equatable {
  let rect: Rect
  let thumbnailRows: Int
  let captionRows: Int
  let columns: Int
  let count: Int

  /// The largest thumbnails of which enough have room in `rect`.
  init(_ rect: Rect) {
    self.rect = rect
    var chosen: (rows: Int, captions: Int, columns: Int, count: Int)?
    for thumbnailRows in [8, 7, 6] {
      // A wide thumbnail has room for who and when on one line.
      for captions in [3, 2] {
        let columns = (rect.columns + 1) / (2 * thumbnailRows + 1)
        let count = columns * (rect.rows / (thumbnailRows + captions))
        if chosen.map({ count > $0.count }) ?? true, count > 0 {
          chosen = (thumbnailRows, captions, columns, min(count, References.shown))
        }
      }
    }
    thumbnailRows = chosen?.rows ?? 6
    captionRows = chosen?.captions ?? 2
    columns = chosen?.columns ?? 1
    count = chosen?.count ?? 0
  }

  func place(_ slot: Int) -> Rect {
    Rect(
      column: rect.column + slot % columns * (2 * thumbnailRows + 1),
      row: rect.row + slot / columns * (thumbnailRows + captionRows), columns: 2 * thumbnailRows,
      rows: thumbnailRows)
  }
}

extension Frame {
  /// The panel of the examples, or the foot of the picture's panel.
  mutating func referencesPanel(_ state: State, _ layout: Layout, _ place: Layout.References) {
    let title = referencesTitle(state)
    switch place {
    case .column(let rect):
      border(rect, title: title, style: Style(.border), titleStyle: Style(.heading))
    case .foot(let rect):
      fill(rect, Style(.text))
      divider(title, row: rect.row, of: layout.pictureFrame)
    }
    references(state, in: place.inside)
  }

  /// The laboratory's examples of a class: each with its file, who named it, and when.
  private mutating func references(_ state: State, in rect: Rect) {
    let grid = ReferenceGrid(rect)
    let shown = state.shownReferences
    if shown.isEmpty {
      centred(emptyReferences(state), in: rect)
      return
    }
    for (slot, example) in shown.enumerated() {
      let place = grid.place(slot)
      thumbnail(state.thumbnails[example.request], in: place)
      var captions = [
        example.cell.image.fileName.lossyText.keepingEnd(place.columns), example.cell.reviewer,
        example.cell.day,
      ]
      if grid.captionRows == 2 {
        let whole = "\(example.cell.day) \(example.cell.reviewer)"
        let fits = ScreenText.width(of: whole) <= place.columns
        captions[1...2] = [fits ? whole : String(whole.dropFirst(5))]
      }
      for (row, text) in captions.enumerated() {
        put(
          text, column: place.column, row: place.row + place.rows + row,
          style: Style(row == 0 ? .text : .muted), width: place.columns, clip: .ellipsis)
      }
    }
  }

  /// What the panel's title says.
  private func referencesTitle(_ state: State) -> String {
    guard let label = state.referenceLabel else { return "reference cells" }
    let rank = state.references.rank == 0 ? "" : " 2"
    return "reference\(rank): \(state.className(of: label))"
  }

  private func emptyReferences(_ state: State) -> [(String, Role)] {
    guard let label = state.referenceLabel else {
      return [("no suggestion to show examples of", .muted)]
    }
    let name = state.className(of: label)
    switch state.references[label] {
    case nil: return [("looking in the log", .muted)]
    case .failed(let notice):
      return [(notice.what, .statusError), (notice.why, .text), (notice.cure, .muted)]
    case .found(let found):
      let others = found.cells.count { $0.cell == nil || $0.cell != state.cell?.id }
      if others > 0 {
        return [
          ("\(others) confirmed \(name)", .text), ("but their files are gone or changed", .muted),
        ]
      }
      return [
        (
          found.reach.map { "no confirmed \(name) in the log's last \($0) entries" }
            ?? "no \(found.cells.isEmpty ? "" : "other ")confirmed \(name) in this log yet", .muted
        )
      ]
    }
  }
}

extension State {
  /// A label's name for people.
  func className(of label: Label) -> String {
    session.cellClass(label)?.cellClass.name ?? name(of: label)
  }
}

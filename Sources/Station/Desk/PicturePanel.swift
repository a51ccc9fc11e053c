import Review
import Screen

extension Frame {
  /// The picture, with the boxes of its cells.
  mutating func picturePanel(_ state: State, _ layout: Layout) {
    let isEditing = if case .box = state.mode { true } else { false }
    border(
      layout.pictureFrame, title: pictureTitle(state),
      style: Style(isEditing ? .borderFocused : .border), titleStyle: Style(.heading))
    let pane = layout.picture
    guard let image = state.image else {
      emptyPicture(state, pane)
      return
    }
    guard let shown = state.shown, shown.request.image == image else {
      centred(
        [(state.waitsForPause ? "the picture waits" : "loading the picture", .muted)], in: pane)
      return
    }
    switch shown.content {
    case .failed(let notice):
      centred(
        [(notice.what, .statusError), (notice.why, .text), (notice.cure, .muted)], in: pane)
    case .drawn(let drawn):
      let picture = state.heated(drawn) ?? drawn.picture
      let placement = draw(picture, in: pane)
      boxes(state, drawn, on: placement)
      if let drawn = drawn.outlines { outlines(drawn, on: placement) }
      refine(picture, on: placement)
      heatNumbers(state, drawn, on: placement)
      heatKey(state, in: pane)
    }
  }

  /// The tone comes first: a long name may be cut, but a changed picture never looks like one as taken.
  private func pictureTitle(_ state: State) -> String {
    guard let shown = state.shown, shown.request.image == state.image,
      case .drawn = shown.content, let words = shown.request.tone.words
    else { return untonedTitle(state) }
    return "\(words): \(untonedTitle(state))"
  }

  private func untonedTitle(_ state: State) -> String {
    guard let image = state.image else { return "picture" }
    var title = image.fileName.lossyText
    let cells = state.imageReview.cells
    if case .box(let edit) = state.mode {
      return "\(title), \(edit.cell == nil ? "new box" : "moving a box")"
    }
    if !cells.isEmpty { title += ", cell \(state.selectedCell + 1) of \(cells.count)" }
    if state.view.wholeField || cells.isEmpty { title += ", field" }
    if state.isGone { title += ", gone" }
    return title
  }

  private mutating func emptyPicture(_ state: State, _ pane: Rect) {
    switch state.listing {
    case .loading: centred([("reading the directory", .muted)], in: pane)
    case .failed(let notice):
      centred(
        [(notice.what, .statusError), (notice.why, .text), (notice.cure, .muted)], in: pane)
    case .done:
      centred(
        [
          ("no JPEG or PNG picture here", .statusWarning),
          (state.session.directory.lossyText, .text),
          (
            "\(state.key(.quit)) leaves; start again with the directory that holds the pictures",
            .muted
          ),
        ], in: pane)
    }
  }

  /// Outlines: the selected cell where the view is wider than it, the others always.
  private mutating func boxes(_ state: State, _ drawn: DrawnPicture, on placement: PicturePlacement)
  {
    if case .box(let edit) = state.mode {
      outline(pixels(of: edit.box, in: drawn), on: placement, role: .boxSelected)
      return
    }
    if let drag = state.drag, drag.from != drag.to {
      outline(
        pixels(of: state.box(of: drag, drawn), in: drawn), on: placement, role: .boxSelected)
    }
    for (index, cell) in state.imageReview.cells.enumerated() {
      guard let box = cell.box, index != state.selectedCell else { continue }
      outline(pixels(of: box, in: drawn), on: placement, role: .box)
    }
    if let box = state.cell?.box, state.view.wholeField || state.imageReview.cells.count > 1 {
      outline(pixels(of: box, in: drawn), on: placement, role: .boxSelected)
    }
  }

  /// A box of the image in pixels of the drawn picture.
  private func pixels(of box: Box, in drawn: DrawnPicture) -> PixelRect {
    let scale = Double(drawn.picture.width) / Double(max(1, drawn.region.width))
    func scaled(_ value: Int) -> Int { Int((Double(value) * scale).rounded(.down)) }
    return PixelRect(
      x: scaled(box.x - drawn.region.x), y: scaled(box.y - drawn.region.y),
      width: max(1, scaled(box.width)), height: max(1, scaled(box.height)))
  }
}

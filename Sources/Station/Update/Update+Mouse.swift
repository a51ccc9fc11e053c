import Review
import Screen

extension State {
  /// The mouse selects, moves, enlarges and draws a box. It never answers: a click is too easily
  /// made to be a label.
  mutating func take(_ mouse: Mouse) -> [Effect] {
    touched = true
    switch mode {
    case .desk: break
    case .help(let view):
      switch mouse.action {
      case .wheelDown: return takeInHelp(.down, view)
      case .wheelUp: return takeInHelp(.up, view)
      default: return []
      }
    default: return []
    }
    if layout.isTooSmall { return [] }
    switch mouse.action {
    case .press: press(at: mouse.place)
    case .drag:
      let place = mouse.place.inside(layout.picture)
      drag?.to = place
    case .release: release()
    case .wheelUp: return turnWheel(at: mouse.place, inList: .up, inPicture: .zoomIn)
    case .wheelDown: return turnWheel(at: mouse.place, inList: .down, inPicture: .zoomOut)
    }
    return []
  }

  private mutating func turnWheel(
    at place: Position, inList: Command, inPicture: Command
  ) -> [Effect] {
    drag = nil
    slowLine?.lastKey = now
    if layout.list.contains(place) { return perform(inList) }
    if layout.pictureFrame.contains(place) { return perform(inPicture) }
    return []
  }

  private mutating func press(at place: Position) {
    prefix = nil
    message = nil
    drag = nil
    let list = layout.list.inset(by: 1)
    if list.contains(place), place.row - list.row < listRows {
      let index = listTop + place.row - list.row
      if (0..<rows.count).contains(index) { select(index) }
    } else if layout.picture.contains(place), shownPicture != nil {
      drag = MouseDrag(from: place, to: place)
    }
  }

  /// A drag ends as a box to be accepted with Enter; a click selects the cell under it.
  private mutating func release() {
    guard let drag else { return }
    self.drag = nil
    guard let drawn = shownPicture else { return }
    if drag.from == drag.to {
      selectCell(at: drag.from, drawn)
      return
    }
    if let reason = Command.addBox.disabledReason(in: self) {
      message = Message(kind: .warning, text: reason)
      return
    }
    let drawnBox = box(of: drag, drawn)
    let side = max(8, max(drawnBox.width, drawnBox.height))
    let box =
      min(drawnBox.width, drawnBox.height) >= 8
      ? drawnBox
      : Box(
        x: drawnBox.x + (drawnBox.width - side) / 2, y: drawnBox.y + (drawnBox.height - side) / 2,
        width: side, height: side)
    view = View()
    mode = .box(BoxEdit(cell: nil, previous: nil, box: clamped(box, drawn.facts)))
  }

  /// What the mouse has drawn so far, in pixels of the image.
  func box(of drag: MouseDrag, _ drawn: DrawnPicture) -> Box {
    drawn.box(from: drag.from, to: drag.to, on: placement(of: drawn))
  }

  private func placement(of drawn: DrawnPicture) -> PicturePlacement {
    PicturePlacement(of: drawn.picture, in: layout.picture, screen: size)
  }

  private mutating func selectCell(at place: Position, _ drawn: DrawnPicture) {
    let spot = drawn.box(from: place, to: place, on: placement(of: drawn))
    let cells = imageReview.cells
    let hit = cells.indices.filter { cells[$0].box?.overlaps(spot) ?? false }
    // Of boxes in one another the smallest is meant.
    guard
      let index = hit.min(by: { (cells[$0].box?.area ?? 0) < (cells[$1].box?.area ?? 0) })
    else { return }
    selectCell(offset: index - selectedCell)
  }
}

extension Position {
  /// The nearest place inside `rect`.
  fileprivate func inside(_ rect: Rect) -> Position {
    Position(
      column: min(max(column, rect.column), rect.column + max(1, rect.columns) - 1),
      row: min(max(row, rect.row), rect.row + max(1, rect.rows) - 1))
  }
}

extension Rect {
  fileprivate func contains(_ place: Position) -> Bool {
    (column..<column + columns).contains(place.column) && (row..<row + rows).contains(place.row)
  }
}

extension Box {
  fileprivate var area: Int { width * height }

  fileprivate func overlaps(_ other: Box) -> Bool {
    x < other.x + other.width && other.x < x + width && y < other.y + other.height
      && other.y < y + height
  }
}

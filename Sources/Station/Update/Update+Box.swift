import Review
import Screen

extension State {
  /// Starts placing a new box in the middle of the view, or moving a cell's box.
  mutating func beginBox(moving cell: ReviewCell?) {
    guard let drawn = shownPicture else { return }
    let facts = drawn.facts
    if let cell, let box = cell.box {
      view = View()
      mode = .box(BoxEdit(cell: cell.id, previous: box, box: box))
      return
    }
    var centre = (x: facts.width / 2, y: facts.height / 2)
    if view.wholeField || self.cell == nil {
      centre = (
        drawn.region.x + drawn.region.width / 2, drawn.region.y + drawn.region.height / 2
      )
    }
    let side = newBoxSide(facts)
    let box = Box(x: centre.x - side / 2, y: centre.y - side / 2, width: side, height: side)
    view = View()
    mode = .box(BoxEdit(cell: nil, previous: nil, box: clamped(box, facts)))
  }

  /// The usual size of this picture's cells, else a quarter of its short side.
  private func newBoxSide(_ facts: PictureFacts) -> Int {
    let sides = imageReview.cells.compactMap(\.box).map { max($0.width, $0.height) }.sorted()
    return sides.isEmpty ? max(8, min(facts.width, facts.height) / 4) : sides[sides.count / 2]
  }

  mutating func takeInBoxEdit(_ key: Key, _ edit: BoxEdit) -> [Effect] {
    guard let facts = knownFacts else {
      mode = .desk
      return []
    }
    var edit = edit
    let coarse = max(1, edit.box.width / 4)
    let fine = max(1, edit.box.width / 32)
    switch key {
    case .character("h"), .left: edit.box.x -= coarse
    case .character("l"), .right: edit.box.x += coarse
    case .character("k"), .up: edit.box.y -= coarse
    case .character("j"), .down: edit.box.y += coarse
    case .character("H"): edit.box.x -= fine
    case .character("L"): edit.box.x += fine
    case .character("K"): edit.box.y -= fine
    case .character("J"): edit.box.y += fine
    case .character("+"), .character("="): edit.box = resized(edit.box, by: 9, over: 8)
    case .character("-"): edit.box = resized(edit.box, by: 8, over: 9)
    case .control("l"): return [.redraw]
    case .control("z"): return [.suspend]
    case .enter, .character(" "): return finishBox(edit, facts)
    case .escape, .character("q"):
      mode = .desk
      message = Message(kind: .info, text: "box left as it was")
      return []
    default:
      message = Message(
        kind: .warning, text: "\(key.shown) does nothing here: Enter keeps the box, Esc leaves it")
      return []
    }
    message = nil
    edit.box = clamped(edit.box, facts)
    mode = .box(edit)
    return []
  }

  private func resized(_ box: Box, by factor: Int, over divisor: Int) -> Box {
    let side = max(8, max(box.width, box.height) * factor / divisor + (factor > divisor ? 1 : 0))
    return Box(
      x: box.x + (box.width - side) / 2, y: box.y + (box.height - side) / 2, width: side,
      height: side)
  }

  func clamped(_ box: Box, _ facts: PictureFacts) -> Box {
    let width = min(box.width, facts.width)
    let height = min(box.height, facts.height)
    return Box(
      x: min(max(0, box.x), facts.width - width), y: min(max(0, box.y), facts.height - height),
      width: width, height: height)
  }

  /// Asks the model about the box; the answer comes as `judged` and goes into the log.
  private mutating func finishBox(_ edit: BoxEdit, _ facts: PictureFacts) -> [Effect] {
    mode = .desk
    guard let image, edit.box != edit.previous else { return [] }
    let cell = edit.cell ?? CellID(imageSHA256: facts.sha256, box: edit.box)
    message = Message(kind: .info, text: "asking the model about the box")
    return [
      .judge(
        BoxPlacement(
          image: image, imageSHA256: facts.sha256, cell: cell, box: edit.box,
          previous: edit.previous, suggestion: nil))
    ]
  }

  mutating func takeJudgement(_ placement: BoxPlacement) -> [Effect] {
    let text = "\(shortName(placement.image)) box \(placement.previous == nil ? "added" : "moved")"
    rememberStep(image: placement.image, cell: placement.cell, text: text)
    let effects = enter(.placed(placement), message: text)
    if placement.image == image,
      let index = imageReview.cells.firstIndex(where: { $0.id == placement.cell })
    {
      selectCell(offset: index - selectedCell)
    }
    return effects
  }
}

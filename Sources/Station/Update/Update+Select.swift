import Review
import Screen

extension State {
  var layout: Layout {
    Layout(size: size, classes: session.classes.count, isSparing: slowLine != nil)
  }

  mutating func takeListing(_ paths: [ImagePath]) {
    changeList { $0.catalogue.list(paths, $0.review) }
    listing = .done
    resume()
  }

  /// Takes what earlier sessions recorded, and records that this one began.
  mutating func takeHistory(_ entries: [LogEntry]) -> [Effect] {
    for entry in entries { apply(entry) }
    historyLoaded = true
    // The picture may have come before its history.
    if let image, let facts = shownFacts { see(facts.sha256, in: image) }
    resume()
    return enter(
      .opened(
        directory: session.directory, application: session.application, model: session.model),
      message: nil)
  }

  /// Goes to where the last session stopped: the first picture that is not completely reviewed.
  private mutating func resume() {
    guard historyLoaded, listing == .done, !images.isEmpty, !touched else { return }
    let reviewed = catalogue.total.reviewed
    guard !catalogue.total.answers.isEmpty else { return }
    select(catalogue.standings.firstIndex { !$0.contains(.complete) } ?? 0)
    message = Message(
      kind: .info,
      text: reviewed == images.count
        ? "all \(images.count) pictures are reviewed"
        : "welcome back: \(reviewed) of \(images.count) pictures are reviewed, here you go on")
  }

  mutating func select(_ index: Int) {
    guard !images.isEmpty else { return }
    let target = min(max(0, index), images.count - 1)
    guard target != selected else {
      if index != target {
        message = Message(
          kind: .info, text: index < 0 ? "this is the first picture" : "this is the last picture")
      }
      return
    }
    selected = target
    selectedCell = imageReview.cells.firstIndex { $0.decision == nil } ?? 0
    lookAnew()
  }

  mutating func selectCell(offset: Int) {
    let count = imageReview.cells.count
    guard count > 0 else { return }
    selectedCell = (min(selectedCell, count - 1) + offset + count) % count
    lookAnew()
  }

  /// The selection changed: nothing of the new cell has been seen yet.
  mutating func lookAnew() {
    view.panX = 0
    view.panY = 0
    visibleSince = shown?.request == wantedPicture ? now : nil
  }

  /// After an answer: the next open cell here, else the next picture.
  mutating func advance() {
    let cells = imageReview.cells
    let open = cells.indices.filter { cells[$0].decision == nil }
    if let next = open.first(where: { $0 > selectedCell }) ?? open.first {
      selectedCell = next
      lookAnew()
    } else if selected + 1 < images.count {
      select(selected + 1)
    }
  }

  mutating func selectUnreviewed(forward: Bool) {
    let cells = imageReview.cells
    let open = cells.indices.filter { cells[$0].decision == nil }
    let here = forward ? open.first { $0 > selectedCell } : open.last { $0 < selectedCell }
    if let here {
      selectedCell = here
      lookAnew()
      return
    }
    let count = images.count
    for step in 1...max(1, count) {
      let index = (selected + (forward ? step : count - step)) % count
      guard index != selected, !catalogue.standings[index].contains(.complete) else { continue }
      let wrapped = forward ? index < selected : index > selected
      select(index)
      if wrapped {
        message = Message(
          kind: .info, text: "went on from the \(forward ? "start" : "end") of the list")
      }
      return
    }
    message = Message(
      kind: .info,
      text: imageReview.isComplete
        ? "every picture is reviewed" : "this is the only picture left to review")
  }

  mutating func keepSelectionVisible() {
    let rows = max(1, layout.listRows)
    if selected < listTop { listTop = selected }
    if selected >= listTop + rows { listTop = selected - rows + 1 }
    listTop = max(0, min(listTop, max(0, images.count - rows)))
    let cells = imageReview.cells.count
    if selectedCell >= cells { selectedCell = max(0, cells - 1) }
  }
}

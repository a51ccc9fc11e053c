import Review
import Screen

extension State {
  var layout: Layout { layout(for: size) }

  func layout(for size: Size) -> Layout {
    Layout(
      size: size, classes: session.classes.count, isSparing: slowLine != nil,
      references: references.rank != nil)
  }

  /// Rows for pictures; what is said of drawn cells takes two of them.
  var listRows: Int { layout.listRows - (drawn == nil ? 0 : 2) }

  mutating func takeListing(_ paths: [ImagePath]) {
    changeList {
      $0.catalogue.list(paths, $0.review)
      $0.rows = Rows(all: $0.catalogue.images.count)
    }
    listing = .done
    arrange()
    resume()
    resumeSecondReview()
  }

  /// Takes what earlier sessions recorded, and records that this one began.
  mutating func takeHistory(_ records: [LogRecord]) -> [Effect] {
    recall(records)
    historyLoaded = true
    if let set = openCheck, CheckFindings(set, in: review).isDone { openCheck = nil }
    if order != .name { arrange() }
    // The picture may have come before its history.
    if let image, let facts = shownFacts { see(facts.sha256, in: image) }
    resume()
    resumeSecondReview()
    let opened = enter(
      .opened(
        directory: session.directory, application: session.application, model: session.model),
      message: nil)
    return opened + recallIdentity()
  }

  /// Takes records of earlier sessions, and what this reviewer can take back of them.
  mutating func recall(_ records: [LogRecord]) {
    for record in records {
      apply(record.entry, by: record.identity.reviewer)
      if record.identity.reviewer == slide.reviewer { recallStep(record.entry) }
      if case .signed = record.entry.event { (undoStack, redoStack) = ([], []) }
      if case .checkPlanned(let plan) = record.entry.event, plan.directory == session.directory {
        openCheck = CheckSet(plan)
      }
      if case .secondPlanned(let plan) = record.entry.event, plan.directory == session.directory {
        secondPlans[plan.reviewer] =
          plan.targets.isEmpty ? nil : SecondReview(plan, entry: record.entry.id)
      }
    }
  }

  /// The slide as the log knows it, and what the command line says of it instead.
  private mutating func recallIdentity() -> [Effect] {
    let known = review.identities[session.directory]
    let wishes = session.wishes
    // A target is fixed before the first cell is counted; what was set before stays.
    let isFixed = known?.target != nil && !catalogue.total.answers.isEmpty
    let target = isFixed ? known?.target : wishes.targetCount.map { .cells($0) } ?? known?.target
    let wanted = SlideIdentity(
      directory: session.directory, specimen: wishes.specimen ?? known?.specimen ?? "",
      slide: wishes.slide ?? known?.slide ?? slide.slide, reviewer: slide.reviewer,
      targetCount: nil, whiteCellCount: wishes.whiteCellCount ?? known?.whiteCellCount
    ).aiming(at: target)
    let isNews =
      wanted.specimen != (known?.specimen ?? "") || wanted.slide != (known?.slide ?? slide.slide)
      || wanted.target != known?.target || wanted.whiteCellCount != known?.whiteCellCount
    slide = wanted
    return isNews ? enter(.identified(wanted), message: nil) : []
  }

  /// Goes to where the last session stopped: the first picture that is not completely reviewed.
  private mutating func resume() {
    guard historyLoaded, listing == .done, rows.count > 0, !touched, errors == nil else { return }
    let reviewed = catalogue.total.reviewed
    guard !catalogue.total.answers.isEmpty else { return }
    select((0..<rows.count).first { !standing(at: $0).contains(.complete) } ?? 0)
    message = Message(
      kind: .info,
      text: reviewed == images.count
        ? "\(slide.reviewer): all \(images.count) pictures are reviewed"
        : "welcome back, \(slide.reviewer): \(reviewed) of \(images.count) are reviewed, here you go on"
    )
    let unsettled = catalogue.total.unsettled
    if unsettled > 0, let said = message?.text {
      message = Message(
        kind: .info, text: "\(said); \(unsettled) to be decided: \(key(.disagreements))")
    }
  }

  mutating func select(_ index: Int) {
    guard rows.count > 0 else { return }
    let target = min(max(0, index), rows.count - 1)
    guard target != selected else {
      if index != target {
        message = Message(
          kind: .info, text: index < 0 ? "this is the first picture" : "this is the last picture")
      }
      return
    }
    selected = target
    takeUpPicture()
  }

  /// The selected picture is another one: its first open cell comes up, a drawn one if there is such.
  mutating func takeUpPicture() {
    let target = image.flatMap { drawn?.targets(in: $0).first { isOpen($0) } }
    if let target, let place = imageReview.cells.firstIndex(where: { $0.id == target.cell }) {
      selectedCell = place
      lookAnew()
      return
    }
    selectedCell = imageReview.cells.firstIndex { $0.isOpen } ?? 0
    lookAnew()
  }

  /// The first or the last picture; says so where one is there already.
  mutating func selectEnd(_ index: Int) {
    guard index == selected else { return select(index) }
    select(index == 0 ? -1 : rows.count)
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
    slowLine?.takeAnswer(at: now)
    if drawn != nil { return selectNextTarget() }
    let cells = imageReview.cells
    let open = cells.indices.filter { cells[$0].isOpen }
    if let next = open.first(where: { $0 > selectedCell }) ?? open.first {
      selectedCell = next
      lookAnew()
    } else if selected + 1 < rows.count {
      select(selected + 1)
    }
  }

  mutating func selectUnreviewed(forward: Bool) {
    if second != nil { return selectNextTarget() }
    let cells = imageReview.cells
    let open = cells.indices.filter { cells[$0].isOpen }
    let here = forward ? open.first { $0 > selectedCell } : open.last { $0 < selectedCell }
    if let here {
      selectedCell = here
      lookAnew()
      return
    }
    let count = rows.count
    for step in 1...max(1, count) {
      let index = (selected + (forward ? step : count - step)) % count
      guard index != selected, !standing(at: index).contains(.complete) else { continue }
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

  /// So many rows stay in sight above and below the selection, where the list has room.
  private static let rowsAhead = 3

  mutating func keepSelectionVisible() {
    let room = max(1, listRows)
    // What comes next is in sight before the selection gets there.
    let margin = min(Self.rowsAhead, (room - 1) / 4)
    if selected < listTop + margin { listTop = selected - margin }
    if selected >= listTop + room - margin { listTop = selected - room + 1 + margin }
    listTop = max(0, min(listTop, max(0, rows.count - room)))
    let cells = imageReview.cells.count
    if selectedCell >= cells { selectedCell = max(0, cells - 1) }
  }
}

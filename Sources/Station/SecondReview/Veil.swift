import Review
import Screen

extension State {
  /// A picture's review as far as it may be seen.
  func shownReview(of image: ImagePath) -> ImageReview {
    second == nil ? review[image] : review[image].veiled
  }

  /// What this reviewer said of a cell in the second review at hand.
  func ownReading(of cell: CellID, in image: ImagePath) -> Label? {
    guard let second else { return nil }
    return review[image].cell(cell).flatMap { second.reading(of: $0) }?.label
  }

  /// Why a command must wait until the second review is over; nil when it may be given.
  func veilReason(_ command: Command) -> String? {
    guard let second else { return nil }
    switch command {
    case .label, .unidentified, .other, .repeatLast:
      guard let id = cell?.id, second.drawn.cells.contains(id) else {
        return "no cell of the second review: \(key(.nextUnreviewed)) goes to the next"
      }
      return image.flatMap { review[$0].cell(id)?.decision } == nil
        ? "the first answer was taken back: there is nothing to hold a reading against" : nil
    case .accept: return "second review: press the class's key"
    case .secondReview, .undo, .redo, .retry, .down, .up, .halfPageDown, .halfPageUp, .first, .last,
      .nextUnreviewed, .previousUnreviewed, .nextCell, .previousCell, .toggleField, .zoomIn,
      .zoomOut, .zoomReset, .panLeft, .panDown, .panUp, .panRight, .find, .findNext,
      .findPrevious, .cycleTone, .cycleSymbols, .outlines, .toggleBandwidth, .help, .firstSteps,
      .redraw,
      .suspend, .quit, .quitNow:
      return nil
    default:
      return "hidden until the second review is over: \(key(.secondReview)) ends it"
    }
  }

  /// What stands where the suggestion would, in two lines; nil when there is no second review.
  var veilLines: (String, String)? {
    guard let second, let image, let id = cell?.id else { return nil }
    guard second.drawn.cells.contains(id) else {
      return ("not in this second review", "\(key(.nextUnreviewed)) goes to the next that is")
    }
    if let label = ownReading(of: id, in: image) {
      return ("read as \(className(of: label))", "a class's key changes it")
    }
    return ("read anew: what is it?", "press its class's key; answers are hidden")
  }

  /// A picture's mark in the list: whether a cell of it waits to be read.
  func veiledMark(of image: ImagePath, isGone: Bool) -> Mark {
    if isGone { return .gone }
    let waits = drawn?.targets(in: image).contains { isOpen($0) } ?? false
    return waits ? .unreviewed : .unclassified
  }

  /// What this reviewer read of a picture's drawn cells.
  func ownReadings(in image: ImagePath) -> [(text: String, role: Role)] {
    guard let second else { return [] }
    return second.drawn.targets(in: image).enumerated().map { place, target in
      let label = ownReading(of: target.cell, in: image)
      return (
        (place == 0 ? "" : " ") + (label.map { name(of: $0) } ?? "(…)"),
        label.map { role(of: $0) } ?? .muted
      )
    }
  }
}

extension Frame {
  /// What stands in the place of the counts: they would tell the first answers.
  mutating func veiledCounts(_ state: State, _ second: SecondReview, in rect: Rect) {
    border(
      rect, title: "counts, hidden", style: Style(.border), titleStyle: Style(.heading))
    let read = SecondFindings(second, in: state.review).read
    centred(
      [
        ("\(read) of \(second.plan.targets.count) read", .text),
        ("\(state.key(.secondReview)) ends it", .muted),
      ], in: rect.inset(by: 1))
  }
}

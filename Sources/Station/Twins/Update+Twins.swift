import Review
import Screen

extension State {
  /// Shows the first pair that is left to be asked about, or one of the selected picture.
  mutating func openTwins() {
    let here = twins.open.firstIndex { $0.first.image == image || $0.second.image == image }
    mode = .twins(here ?? 0)
    thumbnails.forgetFailures()
  }

  mutating func takeInTwins(_ key: Key, _ place: Int) -> [Effect] {
    message = nil
    let last = twins.open.count - 1
    switch key {
    case .character("y"): return compare(at: place, isSame: true)
    case .character("n"): return compare(at: place, isSame: false)
    case .character("a"): return compareAll(at: place)
    case .character("j"), .down, .tab, .right: mode = .twins(min(place + 1, max(0, last)))
    case .character("k"), .up, .backTab, .left: mode = .twins(max(place - 1, 0))
    case .home: mode = .twins(0)
    case .end, .character("G"): mode = .twins(max(0, last))
    case .enter: openTwinAtDesk(place)
    case .escape, .character("q"): leaveTwins()
    default:
      switch keymap.command(for: key) {
      case .sameCells: leaveTwins()
      case .undo: return stepInTwins(.undo)
      case .redo: return stepInTwins(.redo)
      case .retry: return perform(.retry)
      case .redraw: return [.redraw]
      case .suspend: return [.suspend]
      case .quitNow: return perform(.quitNow)
      default:
        message = Message(
          kind: .warning,
          text: "\(key.shown) does nothing here: y the same cell, n two cells, j the next pair")
      }
    }
    return []
  }

  private mutating func leaveTwins() {
    mode = .desk
    lookAnew()
  }

  /// Opens the cell that came up later at the desk.
  private mutating func openTwinAtDesk(_ place: Int) {
    guard let pair = pair(at: place) else { return }
    leaveTwins()
    show(pair.second)
    if image != pair.second.image {
      message = Message(
        kind: .warning,
        text: "\(shortName(pair.second.image)) is not in this list: the filter hides it")
    }
  }

  /// Undo and redo as at the desk; the page goes to the pair that is asked about again.
  private mutating func stepInTwins(_ command: Command) -> [Effect] {
    let effects = perform(command)
    keepTwins()
    guard let step = command == .undo ? redoStack.last : undoStack.last, !effects.isEmpty else {
      return effects
    }
    let subject = Subject(image: step.image, cell: step.cell)
    if let place = twins.open.firstIndex(where: { $0.first == subject || $0.second == subject }) {
      mode = .twins(place)
    }
    return effects
  }

  // MARK: Answering

  func pair(at place: Int) -> TwinPair? {
    twins.open.indices.contains(place) ? twins.open[place] : nil
  }

  /// Records what the technician says of a pair; the next one takes its place on the page.
  private mutating func compare(at place: Int, isSame: Bool) -> [Effect] {
    guard let pair = pair(at: place) else { return [] }
    return enter([pair], isSame: isSame)
  }

  /// Every pair of these two pictures is the same: a field that was photographed twice.
  private mutating func compareAll(at place: Int) -> [Effect] {
    guard let pair = pair(at: place) else { return [] }
    return enter(pairs(beside: pair), isSame: true)
  }

  /// The pairs of the same two pictures, this one among them.
  func pairs(beside pair: TwinPair) -> [TwinPair] {
    let pictures: Set = [pair.first.image, pair.second.image]
    return twins.open.filter { pictures == [$0.first.image, $0.second.image] }
  }

  private mutating func enter(_ pairs: [TwinPair], isSame: Bool) -> [Effect] {
    guard recording.fault == nil else {
      message = Message(
        kind: .warning,
        text: "reviewing is stopped until the log can be written: \(key(.retry)) retries")
      return []
    }
    let comparisons = pairs.compactMap { comparison(of: $0, isSame: isSame) }
    guard let one = comparisons.first else { return [] }
    let text =
      "\(shortName(one.image)) \(isSame ? "the same cell as" : "another cell than") "
      + shortName(one.otherImage)
    let first = recording.nextNumber
    push(
      comparisons.enumerated().map { offset, comparison in
        Undoable(
          image: comparison.image, cell: comparison.cell,
          entry: EntryID(session: session.id, number: first + offset), text: text,
          group: comparisons.count == 1 ? nil : EntryID(session: session.id, number: first))
      })
    let effects = enter(
      comparisons.map { .compared($0) },
      message: comparisons.count == 1 ? text : "\(comparisons.count) cells: \(text)")
    keepTwins()
    if case .twins(let place) = mode { mode = .twins(min(place, max(0, twins.open.count - 1))) }
    return effects
  }

  private func comparison(of pair: TwinPair, isSame: Bool) -> CellComparison? {
    let (counting, double) = counting(pair)
    guard let sha256 = review[double.image].sha256, let cell = double.cell,
      let other = counting.cell
    else { return nil }
    return CellComparison(
      image: double.image, imageSHA256: sha256, cell: cell, otherImage: counting.image,
      otherCell: other, isSame: isSame)
  }

  /// Which of two cells counts if they are the same: the one answered first; while none is answered the
  /// one that came up first.
  func counting(_ pair: TwinPair) -> (counting: Subject, double: Subject) {
    let asFound = (counting: pair.first, double: pair.second)
    let turned = (counting: pair.second, double: pair.first)
    switch (reviewed(pair.first)?.decisionEntry, reviewed(pair.second)?.decisionEntry) {
    case (nil, .some): return turned
    case (let first?, let second?) where first.isLater(than: second): return turned
    default: return asFound
    }
  }

  // MARK: What is said

  /// The cells that wait for a word, for the status line; nil when none does.
  var twinsText: String? {
    let count = doubtfulCount
    guard count > 0 else { return nil }
    return "\(count) \(count == 1 ? "cell" : "cells") may be counted twice: \(key(.sameCells))"
  }

  /// That a cell is counted elsewhere; nil when it is not.
  func doubleText(_ cell: ReviewCell) -> String? {
    guard let double = cell.double else { return nil }
    let place =
      double.otherImage == image ? "another box here" : "one of \(shortName(double.otherImage))"
    return "the same cell as \(place), not counted"
  }
}

extension EntryID {
  /// Whether this entry was written after another one. A session's name begins with the second in which
  /// it began, in base 36.
  fileprivate func isLater(than other: EntryID) -> Bool {
    func parts(_ id: EntryID) -> (session: Substring, number: Int) {
      let dot = id.rawValue.lastIndex(of: ".") ?? id.rawValue.endIndex
      return (id.rawValue[..<dot], Int(id.rawValue[dot...].dropFirst()) ?? 0)
    }
    let (mine, others) = (parts(self), parts(other))
    return mine.session == others.session
      ? mine.number > others.number : mine.session > others.session
  }
}

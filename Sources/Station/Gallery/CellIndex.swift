public import Review

/// A page of the gallery.
public enum Shelf: Hashable, Sendable {
  /// Cells of one class, by answer or by suggestion.
  case label(Label)
  /// Cells answered as other or as unidentified.
  case rest
  /// Open cells whose suggestion Space would not accept.
  case unsure
  /// All cells without an answer.
  case open
}

/// The cells of the session in the order of their pictures' names, and the shelves they stand on.
///
/// Kept up to date picture by picture: no key and no frame walks all reviews.
struct CellIndex: Equatable, Sendable {
  /// A cell, or a picture that was answered as a whole.
  struct Item: Equatable, Sendable {
    let subject: Subject
    /// The answer, or where there is none the suggestion, unless that is withheld.
    let label: Label?
    let isAnswered: Bool
    let isUnsure: Bool

    func stands(on shelf: Shelf) -> Bool {
      switch shelf {
      case .label(let label): self.label == label
      case .rest: isAnswered && (label == .other || label == .unidentified)
      case .unsure: isUnsure
      case .open: !isAnswered
      }
    }

    /// The shelf that names the class.
    var home: Shelf? {
      if label == .other || label == .unidentified { return .rest }
      return label.map { .label($0) }
    }
  }

  private(set) var items: [Item] = []
  private var counts: [Shelf: Int] = [:]

  /// An index of these cells, which come in the order of their pictures' names.
  init(_ items: [Item]) {
    self.items = items
    for item in items { count(item, by: 1) }
  }

  func count(on shelf: Shelf) -> Int { counts[shelf] ?? 0 }

  /// Labels that occur, in no order.
  var labels: some Sequence<Label> {
    counts.lazy.compactMap { shelf, count in
      if case .label(let label) = shelf, count > 0 { label } else { nil }
    }
  }

  /// The item about `subject`; nil when it is not in the index.
  func item(of subject: Subject) -> Item? {
    let first = place(of: subject.image)
    return items[first...].prefix { $0.subject.image == subject.image }
      .first { $0.subject == subject }
  }

  /// Replaces what is known of a picture's cells.
  mutating func put(_ new: [Item], of image: ImagePath) {
    let first = place(of: image)
    let old = items[first...].prefix { $0.subject.image == image }
    guard !old.elementsEqual(new) else { return }
    for item in old { count(item, by: -1) }
    for item in new { count(item, by: 1) }
    items.replaceSubrange(old.indices, with: new)
  }

  private mutating func count(_ item: Item, by step: Int) {
    if let home = item.home { counts[home, default: 0] += step }
    if item.isUnsure { counts[.unsure, default: 0] += step }
    if !item.isAnswered { counts[.open, default: 0] += step }
  }

  /// Where a picture's items begin, or would begin.
  private func place(of image: ImagePath) -> Int {
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      if items[middle].subject.image < image { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension State {
  /// The cells of all listed pictures.
  func makeCellIndex() -> CellIndex {
    let known = review.knownPaths.filter { catalogue.index(of: $0) != nil }
    return CellIndex(known.sorted().flatMap { galleryItems(of: $0) })
  }

  /// What the gallery shows of a picture: its cells, or the picture when it was answered as a whole.
  func galleryItems(of image: ImagePath) -> [CellIndex.Item] {
    let review = review[image]
    let cells = review.cells
    if cells.isEmpty {
      guard let decision = review.fieldDecision?.decision, decision.label != .noCell else {
        return []
      }
      return [
        CellIndex.Item(
          subject: Subject(image: image, cell: nil), label: decision.label, isAnswered: true,
          isUnsure: false)
      ]
    }
    return cells.map { cell in
      let subject = Subject(image: image, cell: cell.id)
      if let decision = cell.decision {
        return CellIndex.Item(
          subject: subject, label: decision.label, isAnswered: true, isUnsure: false)
      }
      let suggestion = visibleSuggestion(of: cell)
      // The shelf of a withheld suggestion would give it away: such a cell is only open.
      return CellIndex.Item(
        subject: subject, label: suggestion?.label, isAnswered: false,
        isUnsure: hiddenReason(of: cell) == nil && suggestion?.status != .ok)
    }
  }
}

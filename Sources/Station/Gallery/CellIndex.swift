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

    /// The shelf that names the class.
    var home: Shelf? {
      if label == .other || label == .unidentified { return .rest }
      return label.map { .label($0) }
    }
  }

  private(set) var items: [Item] = []
  /// Where each item stands, apart from the items: 100,000 are walked for a page.
  private var standings: [ItemStanding] = []
  /// Labels by the numbers that stand for them in `standings`.
  private var numbers: [Label: UInt16] = [:]
  private var counts: [Shelf: Int] = [:]

  /// An index of these cells, which come in the order of their pictures' names.
  init(_ items: [Item]) {
    self.items = items
    standings = items.map { standing(of: $0) }
    for item in items { count(item, by: 1) }
  }

  func count(on shelf: Shelf) -> Int { counts[shelf] ?? 0 }

  /// Labels that occur, in no order.
  var labels: some Sequence<Label> {
    counts.lazy.compactMap { shelf, count in
      if case .label(let label) = shelf, count > 0 { label } else { nil }
    }
  }

  /// Places in `items` of what stands on a shelf, and how much of it is answered.
  func places(on shelf: Shelf) -> (places: [Int], answered: Int) {
    let wanted: ItemStanding
    switch shelf {
    case .label(let label):
      guard let number = numbers[label] else { return ([], 0) }
      wanted = ItemStanding(number: number)
    case .rest: wanted = ItemStanding(flags: .rest)
    case .unsure: wanted = ItemStanding(flags: .unsure)
    case .open: wanted = ItemStanding(flags: .open)
    }
    var places: [Int] = []
    var answered = 0
    for place in standings.indices where standings[place].matches(wanted) {
      places.append(place)
      if !standings[place].flags.contains(.open) { answered += 1 }
    }
    return (places, answered)
  }

  /// Place in `items` of what is about `subject`; nil when it is not in the index.
  func place(of subject: Subject) -> Int? {
    let first = place(of: subject.image)
    return items[first...].indices.prefix { items[$0].subject.image == subject.image }
      .first { items[$0].subject == subject }
  }

  /// The item about `subject`.
  func item(of subject: Subject) -> Item? { place(of: subject).map { items[$0] } }

  /// Replaces what is known of a picture's cells.
  mutating func put(_ new: [Item], of image: ImagePath) {
    let first = place(of: image)
    let end = items[first...].firstIndex { $0.subject.image != image } ?? items.endIndex
    let range = first..<end
    guard !items[range].elementsEqual(new) else { return }
    for place in range { count(items[place], by: -1) }
    for item in new { count(item, by: 1) }
    items.replaceSubrange(range, with: new)
    standings.replaceSubrange(range, with: new.map { standing(of: $0) })
  }

  private mutating func count(_ item: Item, by step: Int) {
    if let home = item.home { counts[home, default: 0] += step }
    if item.isUnsure { counts[.unsure, default: 0] += step }
    if !item.isAnswered { counts[.open, default: 0] += step }
  }

  private mutating func standing(of item: Item) -> ItemStanding {
    var flags: ItemStanding.Flags = []
    if !item.isAnswered { flags.insert(.open) }
    if item.isUnsure { flags.insert(.unsure) }
    if item.home == .rest { flags.insert(.rest) }
    guard let label = item.label else { return ItemStanding(flags: flags) }
    let number = numbers[label] ?? UInt16(numbers.count + 1)
    numbers[label] = number
    return ItemStanding(number: number, flags: flags)
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

/// An item's shelves in four bytes.
private struct ItemStanding: Equatable {
  struct Flags: OptionSet {
    let rawValue: UInt8
    static let open = Flags(rawValue: 1)
    static let unsure = Flags(rawValue: 2)
    static let rest = Flags(rawValue: 4)
  }

  /// Number of the label; 0 for none, or for any when it is looked for.
  var number: UInt16 = 0
  var flags: Flags = []

  func matches(_ wanted: ItemStanding) -> Bool {
    wanted.number == 0 ? flags.isSuperset(of: wanted.flags) : number == wanted.number
  }
}

extension State {
  /// The cells of all listed pictures.
  func makeCellIndex() -> CellIndex {
    var items: [CellIndex.Item] = []
    for image in images { items += galleryItems(of: image) }
    return CellIndex(items)
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

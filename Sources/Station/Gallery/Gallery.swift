import Review

/// The page of thumbnails by class.
public struct Gallery: Equatable, Sendable {
  /// How long a thumbnail has been looked at.
  struct Look: Equatable, Sendable {
    /// Since when it is on screen; nil while it is not.
    var since: Int?
    /// Time on screen before that.
    var before = 0

    func milliseconds(at now: Int) -> Int { before + (since.map { now - $0 } ?? 0) }
  }

  /// Asked whether several cells shall move.
  struct Question: Equatable, Sendable {
    let label: Label
    /// Those that do not stand under `label` yet.
    let cells: [Subject]
    let askedAt: Int
  }

  private(set) var index: CellIndex
  private(set) var shelf: Shelf
  /// The cells of the shelf, by their places in the index.
  private var cells: [Int] = []
  /// How many of them are answered.
  private(set) var answered = 0
  private var tiles = TileCursor()
  private(set) var marked: Set<Subject> = []
  /// Cells on screen, and marked ones that were.
  private(set) var looks: [Subject: Look] = [:]
  /// Where the cursor rests, and since when: a held key must not walk through the cells with it.
  private(set) var rest: (subject: Subject?, since: Int) = (nil, 0)
  var question: Question?

  /// A gallery that shows `shelf`, with the cursor on `subject` if that is there.
  init(index: CellIndex, shelf: Shelf, subject: Subject?) {
    self.index = index
    self.shelf = shelf
    shelve()
    place(on: subject)
  }

  public static func == (left: Gallery, right: Gallery) -> Bool {
    left.index == right.index && left.shelf == right.shelf && left.cells == right.cells
      && left.tiles == right.tiles && left.marked == right.marked
      && left.looks == right.looks && left.rest == right.rest && left.question == right.question
  }

  /// Place of the cell under the cursor.
  var cursor: Int { tiles.place }

  /// How many cells stand on the shelf.
  var count: Int { cells.count }

  /// The cell at a place of the shelf.
  func subject(at place: Int) -> Subject { index.items[cells[place]].subject }

  /// The cell under the cursor.
  var subject: Subject? { cells.indices.contains(cursor) ? subject(at: cursor) : nil }

  /// Place of a cell on the shelf; nil when it does not stand there.
  func place(of subject: Subject) -> Int? {
    guard let wanted = index.place(of: subject) else { return nil }
    var (low, high) = (0, cells.count)
    while low < high {
      let middle = (low + high) / 2
      if cells[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return low < cells.count && cells[low] == wanted ? low : nil
  }

  /// What a class's key moves: the marked cells, else the one under the cursor.
  var targets: [Subject] {
    marked.isEmpty
      ? [subject].compactMap { $0 }
      : marked.compactMap { place(of: $0) }.sorted().map { subject(at: $0) }
  }

  /// Places of the cells on screen.
  func visible(_ layout: GalleryLayout) -> Range<Int> {
    tiles.visible(of: count, columns: layout.columns, rows: layout.rows)
  }

  // MARK: Moving about

  /// Goes to another shelf; marks stay with the page on which they can be seen.
  mutating func show(_ shelf: Shelf, keeping subject: Subject? = nil) {
    self.shelf = shelf
    marked = []
    shelve()
    tiles = TileCursor()
    place(on: subject)
  }

  mutating func place(on subject: Subject?) {
    if let subject, let place = place(of: subject) { moveCursor(to: place) }
  }

  mutating func moveCursor(to place: Int) { tiles.move(to: place, of: count) }

  mutating func moveCursor(by step: Int) { tiles.move(by: step, of: count) }

  /// Takes a picture's cells as they are now. The cursor keeps its cell, or its place.
  mutating func put(_ items: [CellIndex.Item], of image: ImagePath) {
    let before = subject
    index.put(items, of: image)
    shelve()
    moveCursor(to: cursor)
    place(on: before)
  }

  private mutating func shelve() {
    (cells, answered) = index.places(on: shelf)
    marked = marked.filter { place(of: $0) != nil }
  }

  mutating func keepCursorVisible(_ layout: GalleryLayout) {
    tiles.keepVisible(of: count, columns: layout.columns, rows: layout.rows)
  }

  // MARK: Looking and marking

  /// Takes note of what is on screen now.
  mutating func look(at seen: Set<Subject>, now: Int) {
    for (subject, look) in looks where look.since != nil && !seen.contains(subject) {
      looks[subject] =
        marked.contains(subject) ? Look(since: nil, before: look.milliseconds(at: now)) : nil
    }
    looks = looks.filter { $0.value.since != nil || marked.contains($0.key) }
    for subject in seen {
      let look = looks[subject] ?? Look()
      if look.since == nil { looks[subject] = Look(since: now, before: look.before) }
    }
    if rest.subject != subject { rest = (subject, now) }
  }

  mutating func toggleMark() {
    guard let subject else { return }
    if marked.remove(subject) == nil { marked.insert(subject) }
  }

  mutating func clearMarks() { marked = [] }

  /// Where the cursor goes when `moving` leave the shelf: on to the next cell that stays.
  func next(without moving: Set<Subject>) -> Subject? {
    guard !cells.isEmpty else { return nil }
    let here = min(cursor, cells.count - 1)
    let place =
      (here..<cells.count).first { !moving.contains(subject(at: $0)) }
      ?? (0..<here).last { !moving.contains(subject(at: $0)) }
    return place.map { subject(at: $0) }
  }
}

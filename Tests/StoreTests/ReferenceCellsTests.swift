import Review
import Store
import TestSupport
import Testing

/// Confirmed cells of a class, looked for from the log's end back.
struct ReferenceCellsTests {
  let fixture: LogFixture
  static let neutrophil = Label(rawValue: "NEUTROPHIL")

  init() throws { fixture = try LogFixture() }

  /// The `number`-th entry: an answer about a cell of a picture of its own.
  private func answer(
    _ number: Int, cell: Int? = nil, _ label: String = "NEUTROPHIL", supersedes: Int? = nil,
    directory: String = "a"
  ) -> LogEntry {
    let box = Box(x: cell ?? number, y: 20, width: 60, height: 64)
    return LogEntry(
      id: EntryID(session: "s1", number: number),
      event: .decided(
        LogFixture.decision(
          of: ImagePath("/slides/\(directory)/\(cell ?? number).png"), box: box, label: label,
          supersedes: supersedes.map { EntryID(session: "s1", number: $0) })))
  }

  private func undo(_ number: Int, of entry: Int) -> LogEntry {
    LogEntry(
      id: EntryID(session: "s1", number: number),
      event: .undone(
        image: ImagePath("/slides/a/\(entry).png"), entry: EntryID(session: "s1", number: entry)))
  }

  private func redo(_ number: Int, of entry: Int) -> LogEntry {
    LogEntry(
      id: EntryID(session: "s1", number: number),
      event: .redone(
        image: ImagePath("/slides/a/\(entry).png"), entry: EntryID(session: "s1", number: entry)))
  }

  private func cells(_ found: ReferenceCells) -> [Int] { found.cells.compactMap { $0.box?.x } }

  @Test func `the latest come first, from every directory, with who and when`() throws {
    let log = try fixture.open()
    try log.append([
      answer(1, directory: "b"), answer(2, "LYMPHOCYTE"), answer(3), answer(4), answer(5),
    ])
    let found = try log.referenceCells(of: Self.neutrophil, count: 3)
    #expect(cells(found) == [5, 4, 3])
    #expect(found.reach == nil)
    #expect(found.cells.first?.reviewer == "kbm")
    #expect(found.cells.first?.day == "2023-11-14")
    let all = try log.referenceCells(of: Self.neutrophil, count: 9)
    #expect(all.cells.last?.image == ImagePath("/slides/b/1.png"))
  }

  @Test func `an answer that was undone is none, one that was brought back is`() throws {
    let log = try fixture.open()
    try log.append([
      answer(1), answer(2), answer(3), undo(4, of: 2), undo(5, of: 3), redo(6, of: 3),
    ])
    #expect(try cells(log.referenceCells(of: Self.neutrophil, count: 9)) == [3, 1])
    try log.append([undo(7, of: 3)])
    #expect(try cells(log.referenceCells(of: Self.neutrophil, count: 9)) == [1])
  }

  @Test func `a cell counts under the answer that holds now, and once`() throws {
    let log = try fixture.open()
    try log.append([
      answer(1), answer(2), answer(3, cell: 1, "LYMPHOCYTE", supersedes: 1),
      answer(4, cell: 2, "LYMPHOCYTE", supersedes: 2), undo(5, of: 4),
    ])
    #expect(try cells(log.referenceCells(of: Self.neutrophil, count: 9)) == [2])
    #expect(
      try cells(log.referenceCells(of: Label(rawValue: "LYMPHOCYTE"), count: 9)) == [1])
    try log.append([answer(6, cell: 1, supersedes: 3)])
    #expect(try cells(log.referenceCells(of: Self.neutrophil, count: 9)) == [1, 2])
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `it agrees with the fold of the whole log, whatever was done`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let log = try fixture.open()
    var entries: [LogEntry] = []
    for number in 1...300 {
      let earlier = Int.random(in: 1...max(1, number - 1), using: &random)
      switch Int.random(in: 0...4, using: &random) {
      case 0 where number > 1: entries.append(undo(number, of: earlier))
      case 1 where number > 1: entries.append(redo(number, of: earlier))
      default:
        entries.append(
          answer(
            number, cell: Int.random(in: 1...40, using: &random),
            ["NEUTROPHIL", "LYMPHOCYTE", "OTHER"].randomElement(using: &random) ?? "OTHER"))
      }
    }
    // Undoing names the picture that its entry is about.
    let pictures = Dictionary(
      entries.compactMap { entry -> (EntryID, ImagePath)? in
        if case .decided(let decision) = entry.event { (entry.id, decision.image) } else { nil }
      }, uniquingKeysWith: { first, _ in first })
    entries = entries.map { entry in
      switch entry.event {
      case .undone(let image, let of):
        LogEntry(id: entry.id, event: .undone(image: pictures[of] ?? image, entry: of))
      case .redone(let image, let of):
        LogEntry(id: entry.id, event: .redone(image: pictures[of] ?? image, entry: of))
      default: entry
      }
    }
    try log.append(entries)
    let state = ReviewState(entries, by: "kbm")
    for label in ["NEUTROPHIL", "LYMPHOCYTE", "OTHER"].map(Label.init(rawValue:)) {
      let expected = Set(
        state.paths.flatMap { state[$0].cells }.filter { $0.decision?.label == label }
          .map(\.id))
      let found = try log.referenceCells(of: label, count: 1_000)
      #expect(Set(found.cells.compactMap(\.cell)) == expected)
      #expect(found.cells.count == expected.count)
    }
  }

  @Test func `no more than a stated number of entries is looked through, and that is told`() throws
  {
    let log = try fixture.open()
    try log.append([answer(1)] + (2...30).map { answer($0, "LYMPHOCYTE") })
    let near = try log.referenceCells(of: Self.neutrophil, count: 6, reach: 20)
    #expect(near.cells.isEmpty)
    #expect(near.reach == 20)
    let far = try log.referenceCells(of: Self.neutrophil, count: 6, reach: 30)
    #expect(cells(far) == [1])
    #expect(far.reach == nil)
  }

  @Test func `a row that was altered is not passed on`() throws {
    try fixture.open().append([answer(1), answer(2)])
    try fixture.attack("UPDATE entry SET reviewer = 'someone' WHERE sequence = 2")
    let log = try fixture.open()
    #expect(throws: StoreError.self) {
      try log.referenceCells(of: Self.neutrophil, count: 6)
    }
  }
}

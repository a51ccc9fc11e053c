import Review
import Testing

/// Answers that differ: contested between stations, disputed by a second reader, decided by a third.
struct SettlingTests {
  private static let path = ReviewStateTests.path
  private static let cell = ReviewStateTests.left

  private static func decided(_ label: String, after earlier: Int? = nil) -> LogEvent {
    .decided(
      Decision(
        image: path, imageSHA256: ReviewStateTests.sha, cell: cell.id, box: cell.box,
        label: Label(rawValue: label), kind: .override, suggestion: cell.suggestion, model: nil,
        supersedes: earlier.map { EntryID(session: "s", number: $0) }, suggestionVisible: true,
        dwellMilliseconds: 900, queueOrder: "name", queuePosition: 1))
  }

  private static func read(_ label: String, against first: Int) -> LogEvent {
    .secondRead(
      SecondReading(
        image: path, imageSHA256: ReviewStateTests.sha, cell: cell.id, box: cell.box,
        label: Label(rawValue: label), reviewer: "mho", plan: EntryID(session: "p", number: 1),
        first: EntryID(session: "s", number: first), dwellMilliseconds: 900))
  }

  private static func adjudicated(_ label: String) -> LogEvent {
    .adjudicated(
      Adjudication(
        image: path, imageSHA256: ReviewStateTests.sha, cell: cell.id,
        label: Label(rawValue: label), reviewer: "ase", between: []))
  }

  private static func compared(_ other: String, isSame: Bool) -> LogEvent {
    .compared(
      CellComparison(
        image: path, imageSHA256: ReviewStateTests.sha, cell: cell.id, otherImage: path,
        otherCell: CellID(rawValue: other), isSame: isSame))
  }

  private func cell(_ events: LogEvent...) throws -> ReviewCell {
    let all = [ReviewStateTests.classified([Self.cell])] + events
    let state = ReviewState(
      all.enumerated().map { LogEntry(id: EntryID(session: "s", number: $0 + 1), event: $1) },
      by: "kbm")
    return try #require(state[Self.path].cells.first)
  }

  @Test func `two stations that did not know of each other contest a cell, and it counts nowhere`()
    throws
  {
    let cell = try cell(Self.decided("NEUTROPHIL"), Self.decided("LYMPHOCYTE"))
    #expect(cell.isContested)
    #expect(cell.verdict == nil)
    #expect(cell.openAnswers.map(\.entry.rawValue) == ["s.2", "s.3"])
    #expect(cell.openAnswers.map(\.reviewer) == ["kbm", "kbm"])
  }

  @Test func `the same answer twice is no contest, nor is one that replaces the other`() throws {
    let same = try cell(Self.decided("NEUTROPHIL"), Self.decided("NEUTROPHIL"))
    #expect(!same.isContested)
    #expect(same.verdict?.label.rawValue == "NEUTROPHIL")
    let replaced = try cell(Self.decided("NEUTROPHIL"), Self.decided("LYMPHOCYTE", after: 2))
    #expect(!replaced.isContested)
    #expect(replaced.verdict?.label.rawValue == "LYMPHOCYTE")
    let undone = try cell(
      Self.decided("NEUTROPHIL"), Self.decided("LYMPHOCYTE"),
      .undone(image: Self.path, entry: EntryID(session: "s", number: 3)))
    #expect(undone.verdict?.label.rawValue == "NEUTROPHIL")
  }

  @Test func `an answer that replaces only one of two leaves the contest open`() throws {
    let cell = try cell(
      Self.decided("NEUTROPHIL"), Self.decided("LYMPHOCYTE"), Self.decided("MONOCYTE", after: 3))
    #expect(cell.isContested)
  }

  @Test func `a second reading never replaces the first answer, and disputes it when it differs`()
    throws
  {
    let agreeing = try cell(Self.decided("NEUTROPHIL"), Self.read("NEUTROPHIL", against: 2))
    #expect(!agreeing.isDisputed)
    let differing = try cell(Self.decided("NEUTROPHIL"), Self.read("MONOCYTE", against: 2))
    #expect(differing.isDisputed)
    #expect(differing.verdict?.label.rawValue == "NEUTROPHIL")
    #expect(differing.decision?.label.rawValue == "NEUTROPHIL")
  }

  @Test func `an adjudication settles it, until somebody answers anew`() throws {
    let settled = try cell(
      Self.decided("NEUTROPHIL"), Self.read("MONOCYTE", against: 2), Self.adjudicated("MONOCYTE"))
    #expect(!settled.isDisputed)
    #expect(settled.verdict?.label.rawValue == "MONOCYTE")
    let contested = try cell(
      Self.decided("NEUTROPHIL"), Self.decided("LYMPHOCYTE"), Self.adjudicated("NEUTROPHIL"))
    #expect(contested.verdict?.label.rawValue == "NEUTROPHIL")
    let anew = try cell(
      Self.decided("NEUTROPHIL"), Self.read("MONOCYTE", against: 2), Self.adjudicated("MONOCYTE"),
      Self.decided("LYMPHOCYTE", after: 2))
    #expect(anew.verdict?.label.rawValue == "LYMPHOCYTE")
    #expect(anew.isDisputed)
  }

  @Test func `a double does not count, until it is said to be another cell`() throws {
    let double = try cell(Self.decided("NEUTROPHIL"), Self.compared("a", isSame: true))
    #expect(double.isDouble)
    #expect(double.verdict == nil)
    let other = try cell(
      Self.decided("NEUTROPHIL"), Self.compared("a", isSame: true),
      Self.compared("a", isSame: false))
    #expect(other.verdict?.label.rawValue == "NEUTROPHIL")
    let still = try cell(
      Self.decided("NEUTROPHIL"), Self.compared("a", isSame: true),
      Self.compared("b", isSame: false))
    #expect(still.isDouble)
  }
}

/// Preliminary, final, amended.
struct SignatureTests {
  private static let directory = ImagePath("/slides/a")

  private static func signed(
    _ directory: ImagePath = directory, replaces: EntryID? = nil
  ) -> LogEvent {
    .signed(
      SignOff(
        directory: directory, reviewer: "kbm", counts: [Label(rawValue: "B"): 1, .other: 2],
        total: 1, replaces: replaces))
  }

  private static func status(_ events: LogEvent...) -> ResultStatus {
    ReviewStateTests.state(events).signatures[directory]?.status ?? .preliminary
  }

  private static func answer(in image: ImagePath) -> LogEvent {
    .decided(
      Decision(
        image: image, imageSHA256: "5e", cell: nil, box: nil, label: .noCell, kind: .confirm,
        suggestion: nil, model: nil, supersedes: nil, suggestionVisible: false,
        dwellMilliseconds: 1, queueOrder: "name", queuePosition: 1))
  }

  private static let inside = answer(in: ImagePath("/slides/a/below/1.png"))
  private static let outside = answer(in: ImagePath("/slides/ab/1.png"))

  @Test func `an unsigned result is preliminary, a signed one final`() {
    #expect(Self.status(Self.inside) == .preliminary)
    #expect(Self.status(Self.inside, Self.signed()) == .final)
  }

  @Test func `a change makes it preliminary until it is signed again, then it is amended`() {
    #expect(Self.status(Self.signed(), Self.inside) == .preliminary)
    let first = EntryID(session: "s", number: 1)
    #expect(Self.status(Self.signed(), Self.inside, Self.signed(replaces: first)) == .amended)
    #expect(
      Self.status(
        Self.signed(), .undone(image: ImagePath("/slides/a/1.png"), entry: EntryID(rawValue: "x")))
        == .preliminary)
  }

  @Test func `two signatures that do not know of each other make no final result`() {
    #expect(Self.status(Self.inside, Self.signed(), Self.signed()) == .preliminary)
    let second = EntryID(session: "s", number: 3)
    #expect(
      Self.status(Self.inside, Self.signed(), Self.signed(), Self.signed(replaces: second))
        == .amended)
  }

  @Test func `what happens elsewhere, and a look, change nothing`() {
    #expect(Self.status(Self.signed(), Self.outside) == .final)
    #expect(
      Self.status(
        Self.signed(), .exported(file: ImagePath("/x.csv"), format: "csv", rows: 1)) == .final)
  }

  @Test func `a signature that could not be written does not count until it could`() {
    var state = ReviewStateTests.state([Self.inside, Self.signed()])
    let entry = EntryID(session: "s", number: 2)
    state.setHolds(false, signatureOf: Self.directory, entry: entry)
    #expect(state.signatures[Self.directory]?.status == .preliminary)
    state.setHolds(true, signatureOf: Self.directory, entry: entry)
    #expect(state.signatures[Self.directory]?.status == .final)
  }

  @Test func `counts are held in the order of their codes`() {
    let signOff = SignOff(
      directory: Self.directory, reviewer: "kbm",
      counts: [Label(rawValue: "Z"): 1, Label(rawValue: "A"): 2], total: 3)
    #expect(signOff.counts.map(\.label.rawValue) == ["A", "Z"])
  }
}

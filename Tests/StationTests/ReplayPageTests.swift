import Review
import Screen
import Station
import Testing

/// A past review on the screen.
struct ReplayPageTests {
  private let size = Size(columns: 80, rows: 24)
  private let classes = [
    CellClass(
      code: "NEUTROPHIL", name: "neutrophil", short: "Neu", letter: "N", core: true,
      countsInTotal: true)
  ]

  /// Thirty answers, each in a picture of its own.
  private func page() -> ReplayPage {
    var replay = Replay(classes: classes)
    let sha256 = String(repeating: "5e", count: 32)
    let steps = (1...30).map { number in
      let decision = Decision(
        image: ImagePath("/slides/a/\(number).png"), imageSHA256: sha256, cell: nil, box: nil,
        label: Label(rawValue: "NEUTROPHIL"), kind: .override, suggestion: nil, model: nil,
        supersedes: nil, suggestionVisible: true, dwellMilliseconds: 1, queueOrder: "name",
        queuePosition: number)
      return replay.take(
        LogRecord(
          sequence: Int64(number),
          entry: LogEntry(id: EntryID(session: "s", number: number), event: .decided(decision)),
          time: Timestamp(utcMilliseconds: 1_795_381_533_120, offsetMinutes: 0),
          identity: LogIdentity(reviewer: "kbm", host: "h", session: "s"), hash: ""))
    }
    return ReplayPage(
      title: "replay of x", steps: steps.map { ReplayPage.Step($0, below: nil) },
      classes: classes)
  }

  private func text(_ page: ReplayPage, _ size: Size? = nil) -> String {
    let frame = page.frame(size ?? self.size)
    return (0..<frame.size.rows).map { row in
      (0..<frame.size.columns).map { frame[$0, row].character }.joined()
    }.joined(separator: "\n")
  }

  @Test func `keys go forwards and back, and the differential is that of the shown step`() {
    var page = page()
    #expect(text(page).contains("replay of x: step 1 of 30"))
    #expect(text(page).contains("NEUTROPHIL  1  100.0 %  2.5 to 100.0"))
    for key in [Key.character(" "), .right, .down, .left] { page.take(key, size: size) }
    #expect(text(page).contains("step 3 of 30"))
    #expect(text(page).contains(">      3  2026-11-22 21:05:33Z  kbm  3.png: picture: Neu"))
    #expect(text(page).contains("NEUTROPHIL  3  100.0 %  29.2 to 100.0"))
    page.take(.end, size: size)
    #expect(text(page).contains("step 30 of 30"))
    page.take(.right, size: size)
    #expect(text(page).contains("step 30 of 30"))
    page.take(.home, size: size)
    page.take(.left, size: size)
    #expect(text(page).contains("step 1 of 30"))
    #expect(!page.isOver)
    page.take(.character("q"), size: size)
    #expect(page.isOver)
  }

  @Test(arguments: [
    Size(columns: 1, rows: 1), Size(columns: 20, rows: 6), Size(columns: 200, rows: 60),
  ])
  func `it is drawn at any size`(size: Size) {
    let frame = page().frame(size)
    #expect(frame.size == size)
  }
}

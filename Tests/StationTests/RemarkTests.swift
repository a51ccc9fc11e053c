import Review
import Screen
import Station
import Testing

/// Flags, notes, reasons, the last label again, undo across sessions, history, identity.
@Suite struct RemarkTests {
  @Test func `a flag stands in the list, is found, and comes off`() {
    var desk = GuardTests.desk()
    desk.press(.down, .character("m"))
    desk.expect(".*field-002.jpg")
    #expect(desk.status.contains("flagged: saved"))
    desk.press(.home, .character("'"))
    #expect(desk.state.selected == 1)
    desk.press(.character("m"))
    #expect(!desk.shows(".*field"))
    desk.press(.character("'"))
    #expect(desk.status.contains("nothing is flagged"))
  }

  @Test func `a note is kept, changed, shown and undone`() {
    var desk = GuardTests.desk()
    desk.press(.character("e"))
    desk.type("hypersegmented")
    #expect(desk.status.contains("note: hypersegmented"))
    desk.press(.enter)
    #expect(desk.state.cell?.remarks.note == "hypersegmented")
    desk.press(.character("e"), .character("?"), .enter)
    #expect(desk.state.cell?.remarks.note == "hypersegmented?")
    desk.press(.character("u"))
    #expect(desk.state.cell?.remarks.note == "hypersegmented")
    desk.press(.character("e"), .escape)
    #expect(desk.log.count { if case .annotated = $0.event { true } else { false } } == 2)
  }

  @Test func `a reason takes one digit or words, and needs an answer`() {
    var desk = GuardTests.desk()
    desk.press(.character("y"))
    #expect(desk.status.contains("no answer yet"))
    desk.press(.character("1"), .character("k"), .character("y"))
    #expect(desk.keyLine.contains("2 blurred"))
    desk.press(.character("2"), .enter)
    let entry = desk.state.cell?.decisionEntry
    #expect(desk.state.cell?.remarks.reasons == entry.map { [$0: "blurred"] })
  }

  @Test func `the last label is repeated, only once there is one`() {
    var desk = GuardTests.desk()
    desk.press(.character("."))
    #expect(desk.decisions.isEmpty)
    desk.press(.character("2"), .character("."), .character("."))
    #expect(desk.decisions.map(\.label.rawValue) == ["LYMPHOCYTE", "LYMPHOCYTE", "LYMPHOCYTE"])
  }

  @Test func `undo and redo go on across a restart, with this reviewer's steps only`() {
    var first = GuardTests.desk()
    first.press(.character("1"), .character("2"), .character("m"), .character("u"))
    var second = Rehearsal(images: 5, session: "s2", history: first.records)
    second.press(.character("u"))
    #expect(second.status.contains("taken back: field-002.jpg Lym"))
    second.press(.control("r"), .control("r"))
    #expect(second.status.contains("done again: field-003.jpg flag"))
    second.press(.character("u"), .character("u"), .character("u"), .character("u"))
    #expect(second.status.contains("nothing to undo"))
    #expect(second.state.images.allSatisfy { second.state.review[$0].decisions.isEmpty })
    var other = Rehearsal(images: 5, session: "s3", reviewer: "ama", history: first.records)
    other.press(.character("u"))
    #expect(other.status.contains("nothing to undo"))
  }

  @Test func `history tells who did what when, and keeps what was undone`() {
    var desk = GuardTests.desk()
    desk.press(.character("1"), .character("u"), .character("h"))
    desk.expect("history of field-001.jpg")
    desk.expect("2025-11-24 17:")
    desk.expect("kbm")
    desk.expect("cell 1: Eos (suggested Neu .96)  (undone)")
    desk.press(.character("q"))
    #expect(desk.state.mode == .desk)
  }

  @Test func `who and which slide are recorded, and the next answers carry the name`() {
    var desk = GuardTests.desk()
    desk.press(.character("1"), .character("I"), .control("u"))
    desk.type("ama")
    desk.press(.tab)
    desk.type("26-1704")
    desk.press(.tab, .tab)
    desk.type("abc")
    desk.press(.enter)
    desk.expect("is no target")
    desk.press(.control("u"))
    desk.type("100")
    desk.press(.enter)
    #expect(desk.effects.contains(.signIn(reviewer: "ama")))
    #expect(
      desk.log.last?.event
        == .identified(
          SlideIdentity(
            directory: ImagePath("/smears"), specimen: "26-1704", slide: "smears",
            reviewer: "ama", targetCount: 100)))
    desk.expect("ama")
    desk.expect("counted 1/100")
    desk.press(.character("u"))
    #expect(desk.status.contains("nothing to undo"), "another person's step")
    desk.press(.character("2"))
    #expect(desk.records.last?.identity.reviewer == "ama")
    let later = Rehearsal(images: 5, session: "s2", history: desk.records)
    #expect(later.state.slide.specimen == "26-1704")
    #expect(later.state.slide.reviewer == "kbm", "who sits here now")
    #expect(later.shows("counted 2/100"))
  }

  @Test func `the bell rings once, when the target is reached`() {
    var wishes = Wishes()
    wishes.targetCount = 3
    var desk = GuardTests.desk(wishes: wishes)
    desk.type("44")
    #expect(!desk.effects.contains(.bell))
    desk.type("4")
    #expect(desk.effects.count { $0 == .bell } == 1)
    #expect(desk.status.contains("3 CELLS COUNTED"))
    desk.type("4")
    #expect(desk.effects.count { $0 == .bell } == 1)
  }

  @Test func `the day's answers and the pace are told`() {
    var desk = GuardTests.desk(9)
    desk.send(.answeredToday(140))
    for _ in 0..<8 { desk.press(.character("4"), after: 2_000) }
    desk.press(.character("I"))
    desk.expect("Answers today under this name: 148")
    desk.expect("a minute")
  }

  @Test func `a table is exported under a name that tells the slide, and that is recorded`() {
    var desk = GuardTests.desk()
    desk.press(.character("E"))
    #expect(desk.status.contains("nothing was answered yet"))
    desk.press(.character("4"), .character("E"))
    desk.expect("export to: smears-cells.csv")
    desk.press(.enter)
    desk.expect("1 answer exported to /home/smears-cells.csv")
    #expect(
      desk.log.last?.event
        == .exported(file: ImagePath("/home/smears-cells.csv"), format: "csv", rows: 1))
    desk.send(
      .exportFailed(Notice(what: "nothing was exported", why: "it exists", cure: "Another name")))
    #expect(desk.status.contains("nothing was exported: it exists. Another name."))
  }

  @Test func `after the last answer the way to the table is shown, after an override the reason`() {
    var desk = GuardTests.desk(2)
    desk.press(.character("4"))
    #expect(!desk.status.contains("All reviewed"))
    desk.press(.character("1"))
    #expect(desk.status.contains("saved (u undoes). All reviewed: E writes the table"))
    #expect(desk.keyLine.hasPrefix(" E export"))
    #expect(desk.keyLine.contains("y reason"))
    desk.press(.character("u"))
    #expect(!desk.keyLine.contains("E export"))
  }
}

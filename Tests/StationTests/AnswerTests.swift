import Review
import Screen
import Station
import Testing

/// Answering cells with one key, and what keeps a reflex from becoming a label.
@Suite struct AnswerTests {
  /// Two classified images: one sure neutrophil; a lymphocyte and an unsure monocyte.
  static func classified(_ empty: Rehearsal = Rehearsal(images: 4)) -> Rehearsal {
    var desk = empty
    desk.cells = [
      "field-001.jpg": [Rehearsal.cell("field-001.jpg", index: 3)],
      "field-002.jpg": [
        Rehearsal.cell("field-002.jpg", x: 100, index: 1),
        Rehearsal.cell(
          "field-002.jpg", x: 400, index: 2, confidence: 0.45, status: .uncertain),
      ],
    ]
    desk.press(.character("C"))
    return desk
  }

  @Test func `a digit labels the cell and goes to the next picture`() {
    var desk = Self.classified()
    desk.press(.character("1"))
    #expect(desk.decisions.map(\.label.rawValue) == ["EOSINOPHIL"])
    #expect(desk.decisions.first?.kind == .override)
    #expect(desk.decisions.first?.suggestion?.label.rawValue == "NEUTROPHIL")
    #expect(desk.state.selected == 1)
    #expect(desk.shows("Neu>Eos"))
    #expect(desk.status.contains("Neu → Eos: saved"))
  }

  @Test func `Space confirms the suggestion and goes on cell by cell`() {
    var desk = Self.classified()
    desk.press(.character(" "), .character(" "))
    #expect(desk.decisions.map(\.label.rawValue) == ["NEUTROPHIL", "LYMPHOCYTE"])
    #expect(desk.decisions.allSatisfy { $0.kind == .confirm })
    #expect(desk.state.selected == 1)
    #expect(desk.state.selectedCell == 1)
  }

  @Test func `where the nucleus's form was weighed in, the panel and the line say so`() {
    for (size, said) in [
      (Size(columns: 80, rows: 24), "? unsure, form weighed in"),
      (Size(columns: 120, rows: 40), "nucleus form weighed in"),
    ] {
      for weighed in [true, nil] {
        var desk = Rehearsal(images: 1, size: size)
        desk.cells["field-001.jpg"] = [
          Rehearsal.cell(
            "field-001.jpg", index: 1, confidence: 0.9, status: .uncertain, formWeighed: weighed)
        ]
        desk.press(.character("c"))
        #expect(desk.shows(said) == (weighed == true))
        #expect(desk.shows("? unsure: choose a class") == (size.columns > 80 || weighed == nil))
      }
    }
  }

  @Test func `Space does not accept an unsure suggestion, a digit does`() {
    var desk = Self.classified()
    desk.press(.character(" "), .character(" "), .character(" "))
    #expect(desk.decisions.count == 2)
    #expect(desk.status.contains("too unsure"))
    desk.press(.character("3"))
    #expect(desk.decisions.last?.kind == .confirm)
    #expect(desk.state.selected == 2)
  }

  @Test func `Space leaves an answer alone that stands`() {
    var desk = Self.classified()
    desk.press(.character("1"), .character("k"), .character(" "))
    #expect(desk.decisions.count == 1)
    #expect(desk.status.contains("was answered before: Eos"))
  }

  @Test func `a second answer supersedes the first and says so`() {
    var desk = Self.classified()
    desk.press(.character("1"), .character("k"), .character("4"))
    #expect(desk.decisions.count == 2)
    #expect(
      desk.decisions[1].supersedes == desk.log.first { $0.event == .decided(desk.decisions[0]) }?.id
    )
    #expect(desk.decisions[1].kind == .confirm)
  }

  @Test func `without a classification no key labels`() {
    var desk = Rehearsal()
    desk.press(.character(" "), .character("3"), .character("0"))
    #expect(desk.decisions.isEmpty)
    #expect(desk.status.contains("press c first"))
  }

  @Test func `a held key labels one cell, not a directory`() {
    var desk = Self.classified()
    desk.clock += 400
    for _ in 0..<30 { desk.press(.character("4"), after: 30) }
    #expect(desk.decisions.count == 1)
    var quick = Self.classified()
    quick.press(.character("4"), after: 400)
    for _ in 0..<4 { quick.press(.character("4"), after: 30) }
    #expect(quick.decisions.count == 1)
    #expect(quick.status.contains("too quick"))
  }

  @Test func `a paste never labels`() {
    var desk = Self.classified()
    desk.clock += 1000
    desk.send(.clock(milliseconds: desk.clock))
    desk.send(.paste("44444\n"))
    #expect(desk.decisions.isEmpty)
    #expect(desk.status.contains("paste was ignored"))
  }

  @Test func `a field without cells takes Space as no cell, or a digit for the whole field`() {
    var desk = Self.classified()
    desk.press(.end, .character(" "))
    #expect(desk.decisions.last?.label == .noCell)
    #expect(desk.decisions.last?.kind == .confirm)
    #expect(desk.decisions.last?.cell == nil)
    desk.press(.character("k"), .character("2"))
    #expect(desk.decisions.last?.label.rawValue == "LYMPHOCYTE")
    #expect(desk.decisions.last?.kind == .override)
    #expect(desk.decisions.last?.box == nil)
  }

  @Test func `a picture that cannot be read takes no label`() {
    var desk = Rehearsal()
    desk.unreadable = ["field-002.jpg"]
    desk.press(.character("j"), .character("c"), .character("4"), .character(" "))
    #expect(desk.decisions.isEmpty)
    #expect(desk.shows("ends too early"))
    #expect(desk.screen.contains { $0.contains("x field-002.jpg") })
  }

  @Test func `undo and redo add entries and never take any away`() {
    var desk = Self.classified()
    desk.press(.character("1"), .character("u"))
    #expect(desk.state.selected == 0)
    #expect(desk.state.cell?.decision == nil)
    #expect(desk.status.contains("taken back"))
    let afterUndo = desk.log.count
    desk.press(.control("r"))
    #expect(desk.state.review[ImagePath("/smears/field-001.jpg")].decisions.count == 1)
    #expect(desk.log.count == afterUndo + 1)
    desk.press(.character("u"), .character("u"))
    #expect(desk.status.contains("nothing to undo"))
  }

  @Test func `dwell time and visibility of the suggestion go into the decision`() {
    var desk = Self.classified()
    desk.press(.character("4"), after: 2_000)
    #expect(desk.decisions.first?.dwellMilliseconds == 2_000)
    #expect(desk.decisions.first?.suggestionVisible == true)
    #expect(desk.decisions.first?.queuePosition == 1)
  }
}

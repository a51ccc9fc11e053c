import Review
import Screen
import Station
import Testing

/// Moving, finding, viewing, boxes, and the batch.
@Suite struct MoveTests {
  @Test func `j k gg G and the ends of the list`() {
    var desk = Rehearsal(images: 9)
    desk.press(.character("j"), .character("j"), .character("k"))
    #expect(desk.state.selected == 1)
    desk.press(.character("G"))
    #expect(desk.state.selected == 8)
    desk.press(.character("g"), .character("g"))
    #expect(desk.state.selected == 0)
    desk.press(.character("k"))
    #expect(desk.status.contains("first picture"))
  }

  @Test func `the selected row is always visible and has the cursor`() {
    var desk = Rehearsal(images: 200)
    for key: Key in [.end, .pageUp, .character("j"), .home, .pageDown] {
      desk.press(key)
      let frame = render(desk.state, size: desk.state.size)
      let row = desk.screen.firstIndex { $0.contains(">") }
      #expect(frame.cursor?.row == row)
    }
  }

  @Test func `find goes to the name, round the end, and says when there is none`() {
    var desk = Rehearsal(images: 9)
    desk.type("/007")
    #expect(desk.status.contains("/007"))
    desk.press(.enter)
    #expect(desk.state.selected == 6)
    desk.type("/field")
    desk.press(.enter, .character("n"))
    #expect(desk.state.selected == 7)
    desk.type("/zzz")
    desk.press(.enter)
    #expect(desk.status.contains("no name contains"))
  }

  @Test func `typing a name never labels or moves`() {
    var desk = AnswerTests.classified()
    desk.type("/4 1j")
    #expect(desk.decisions.isEmpty)
    #expect(desk.state.selected == 0)
    desk.press(.escape)
    #expect(desk.state.mode == .desk)
  }

  @Test func `C classifies the rest, shows progress, stops on C`() {
    var desk = Rehearsal(images: 9)
    desk.answersAtOnce = false
    desk.press(.character("C"))
    desk.deliver(3)
    #expect(desk.status.contains("classifying 3/9"))
    desk.press(.character("j"))
    #expect(desk.state.selected == 1)
    desk.press(.character("C"))
    #expect(desk.status.contains("stopped after 3 of 9"))
    #expect(desk.effects.contains(.cancelClassification))
    desk.press(.character("C"))
    desk.deliver()
    #expect(desk.status.contains("6 pictures classified"))
  }

  @Test func `an answer on its way when the batch is stopped does not cover that it was`() throws {
    var desk = Rehearsal(images: 9)
    desk.answersAtOnce = false
    desk.press(.character("C"))
    let onItsWay = try #require(desk.waiting.first)
    #expect(onItsWay == desk.state.image)
    desk.press(.character("C"))
    desk.send(.classified(desk.classification(of: onItsWay)))
    #expect(desk.status.contains("stopped after 0 of 9"))
    desk.expect("no white cell found")
  }

  @Test func `] finds what is open, across the end`() {
    var desk = AnswerTests.classified()
    desk.press(.character("]"))
    #expect(desk.state.selected == 1)
    desk.press(.character("]"))
    #expect(desk.state.selectedCell == 1)
    desk.press(.end, .character("]"))
    #expect(desk.state.selected == 0)
    desk.press(.character("["))
    #expect(desk.state.selected == 3)
  }

  @Test func `z, zoom and pan ask for another part of the picture`() {
    var desk = AnswerTests.classified()
    func part() -> PictureRequest.Part? { desk.state.shown?.request.part }
    guard case .region(let cell) = part() else {
      Issue.record("a classified picture shows its cell")
      return
    }
    #expect(cell.width > 120 && cell.width < 400)
    desk.press(.character("z"))
    #expect(part() == .whole)
    desk.press(.character("+"))
    guard case .region(let closer) = part() else {
      Issue.record("an enlarged field is a region")
      return
    }
    desk.press(.character("L"))
    guard case .region(let shifted) = part() else { return }
    #expect(shifted.x > closer.x && shifted.width == closer.width)
    desk.press(.character("Z"))
    #expect(part() == .whole)
  }

  @Test func `a box is placed by keys, judged, recorded and undone`() {
    var desk = Rehearsal(images: 2)
    desk.press(.character("c"), .character("a"))
    #expect(desk.status.contains("arrows move"))
    desk.press(.right, .down, .character("+"), .enter)
    #expect(desk.state.imageReview.cells.count == 1)
    #expect(desk.state.cell?.suggestion?.label.rawValue == "LYMPHOCYTE")
    #expect(desk.status.contains("box added: saved"))
    desk.press(.character(" "))
    #expect(desk.decisions.last?.label.rawValue == "LYMPHOCYTE")
    desk.press(.character("u"), .character("u"))
    #expect(desk.state.review[ImagePath("/smears/field-001.jpg")].cells.isEmpty)
  }

  @Test func `a box never leaves the picture, Esc leaves everything as it was`() {
    var desk = AnswerTests.classified()
    let before = desk.state.cell?.box
    desk.press(.character("v"))
    for _ in 0..<40 { desk.press(.left, .up) }
    guard case .box(let edit) = desk.state.mode else {
      Issue.record("v moves a box")
      return
    }
    #expect(edit.box.x == 0 && edit.box.y == 0)
    desk.press(.escape)
    #expect(desk.state.cell?.box == before)
  }

  @Test func `an answer of the engine that comes late does not disturb where one is`() {
    var desk = Rehearsal(images: 3)
    desk.answersAtOnce = false
    desk.press(.character("c"), .character("j"))
    desk.cells["field-001.jpg"] = [Rehearsal.cell("field-001.jpg", index: 0)]
    desk.deliver()
    #expect(desk.state.selected == 1)
    #expect(desk.state.imageReview.finding == .unclassified)
    #expect(desk.state.review[ImagePath("/smears/field-001.jpg")].cells.count == 1)
  }

  @Test func `no key stands in the table twice, and every command has a sentence`() {
    let keymap = Keymap.standard(classes: Rehearsal.classes)
    #expect(keymap.doubleKeys.isEmpty)
    #expect(keymap.groups.flatMap(\.bindings).allSatisfy { !$0.help.isEmpty && !$0.keys.isEmpty })
    #expect(keymap.command(for: .character("g")) == nil)
  }

  @Test func `the key line offers only keys that do something`() {
    var desk = Rehearsal(images: 2, size: Size(columns: 200, rows: 60))
    #expect(desk.keyLine.contains("c classify"))
    #expect(!desk.keyLine.contains("Space"))
    desk.cells["field-001.jpg"] = [
      Rehearsal.cell("field-001.jpg", index: 4, confidence: 0.9, status: .outside)
    ]
    desk.press(.character("c"))
    #expect(!desk.keyLine.contains("Space accept"))
    #expect(desk.keyLine.contains("5 Baso"))
    #expect(desk.keyLine.contains("? help"))
  }
}

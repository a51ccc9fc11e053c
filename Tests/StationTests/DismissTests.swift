import Review
import Screen
import Settings
import Station
import Testing

/// A found box that is no cell is dismissed with one key.
@Suite struct DismissTests {
  @Test func `one key says artefact: recorded, not counted, undone by u`() throws {
    let (classes, keys) = try LaboratoryClasses.standard.joined(to: Rehearsal.classes)
    var desk = AnswerTests.classified(
      Rehearsal(images: 4, classes: classes, keymap: .standard(classes: classes, keys: keys)))
    desk.press(.function(5))
    #expect(desk.decisions.map(\.label.rawValue) == ["ARTEFACT"])
    #expect(desk.decisions.first?.cell != nil)
    let artefact = Label(rawValue: "ARTEFACT")
    #expect(Differential(answers: [artefact: 1], classes: classes).total == 0)
    desk.press(.character("u"))
    #expect(desk.state.imageReview.cells.allSatisfy { $0.decision == nil })
  }
}

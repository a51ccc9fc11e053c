import Review
import Screen
import Station
import Testing

/// What the station does when the log cannot be written, and what a log gives back.
@Suite struct RecordTests {
  static let full = Notice(
    what: "the review log", why: "the disk of /log is full", cure: "Free some space")

  @Test func `a failed write stops reviewing and takes the answer off the screen`() {
    var desk = AnswerTests.classified()
    desk.logRefuses = Self.full
    desk.press(.character("1"))
    #expect(desk.state.review[ImagePath("/smears/field-001.jpg")].decisions.isEmpty)
    #expect(desk.status.contains("NOT SAVED (1)"))
    #expect(desk.status.contains("full"))
    #expect(desk.screen[0].contains("LOG FAILED"))
    desk.press(.character("2"))
    #expect(desk.log.count { if case .decided = $0.event { true } else { false } } == 0)
  }

  @Test func `R writes everything that was held back, in its order`() {
    var desk = AnswerTests.classified()
    let before = desk.log.count
    desk.logRefuses = Self.full
    desk.press(.character("1"))
    desk.logRefuses = nil
    desk.press(.character("R"))
    #expect(desk.log.count == before + 1)
    #expect(desk.state.review[ImagePath("/smears/field-001.jpg")].decisions.count == 1)
    #expect(desk.state.recording.fault == nil)
    #expect(desk.screen[0].contains("log ok"))
  }

  @Test func `leaving with entries that are not saved asks first`() {
    var desk = AnswerTests.classified()
    desk.logRefuses = Self.full
    desk.press(.character("1"), .character("q"))
    #expect(!desk.effects.contains(.quit))
    #expect(desk.status.contains("1 entry is not in the log"))
    desk.press(.escape)
    #expect(desk.state.mode == .desk)
    desk.press(.character("q"), .character("y"))
    #expect(desk.effects.last == .quit)
  }

  @Test func `saved is said only after the log answered`() {
    var desk = AnswerTests.classified()
    desk.clock += 500
    var state = desk.state
    _ = update(&state, .clock(milliseconds: desk.clock))
    _ = update(&state, .key(.character("1")))
    #expect(state.message?.text.hasSuffix("saving") == true)
    let pending = Array(state.recording.pending.keys)
    _ = update(&state, .recorded(pending))
    #expect(state.message?.kind == .saved)
  }

  @Test func `a log read back gives the same reviews as the session that wrote it`() {
    var desk = AnswerTests.classified()
    desk.press(
      .character("1"), .character(" "), .character("u"), .character("2"), .character("0"))
    let again = ReviewState(desk.log, by: desk.state.slide.reviewer)
    for path in desk.state.images { #expect(again[path] == desk.state.review[path]) }
  }

  @Test func `the next session goes on at the first open picture`() {
    var first = AnswerTests.classified()
    first.press(.character("4"), .character(" "))
    let second = Rehearsal(images: 4, session: "s2", history: first.records)
    #expect(second.state.selected == 1)
    #expect(second.state.selectedCell == 1)
    #expect(second.status.contains("1 of 4 are reviewed"))
  }
}

import Review
import Screen
import Station
import Testing

/// Moving on does not flicker: the last picture stays for a moment, and never longer.
@Suite struct FormerPictureTests {
  private func rows(_ state: State) -> [String] {
    let frame = render(state, size: state.size)
    return (0..<frame.size.rows).map { row in
      (0..<frame.size.columns).map { frame[$0, row].character }.joined()
    }
  }

  /// Presses j in a world whose pictures are late.
  private func moved(_ milliseconds: Int..., from desk: Rehearsal) -> State {
    var state = desk.state
    for time in milliseconds {
      _ = update(&state, .clock(milliseconds: desk.clock + time))
      _ = update(&state, .key(.character("j")))
    }
    return state
  }

  @Test func `it stays for 60 milliseconds, without boxes, and nothing can be answered meanwhile`()
  {
    var desk = AnswerTests.classified()
    desk.press(.character("z"))
    let before = rows(desk.state)
    var state = moved(100, from: desk)
    #expect(rows(state)[8] == before[8], "the picture's row stays")
    #expect(state.wakeAt == desk.clock + 160)
    #expect(state.visibleSince == nil)
    let answer = update(&state, .key(.character("1")))
    #expect(answer.isEmpty)

    _ = update(&state, .clock(milliseconds: desk.clock + 160))
    #expect(rows(state).contains { $0.contains("loading the picture") })
    #expect(rows(state)[8] != before[8])
    #expect(state.wakeAt == nil)
  }

  @Test func `a held key does not keep a picture of long ago on the screen`() {
    let desk = Rehearsal(images: 30)
    let state = moved(100, 130, 160, 190, from: desk)
    #expect(rows(state).contains { $0.contains("loading the picture") })
  }
}

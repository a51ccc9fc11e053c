import Screen
import Station
import Testing

/// A slow line: small pictures, drawn when the keys pause, and what a frame costs.
@Suite struct SlowLineTests {
  private func draws(_ effects: some Sequence<Effect>) -> Int {
    effects.count { if case .draw = $0 { true } else { false } }
  }

  @Test func `B toggles it, with a message, and limits the colours`() {
    var desk = Rehearsal(images: 6)
    desk.press(.character("B"))
    #expect(desk.state.slowLine != nil)
    #expect(desk.effects.last == .limitColours(true))
    #expect(desk.status.contains("slow line"))
    #expect(desk.screen[0].contains("slow  log ok"))
    desk.send(.wrote(FrameCost(lastFrame: 12_345, total: 36_900)))
    #expect(desk.screen[0].contains("12345 B  log ok"))
    desk.press(.character("B"))
    #expect(desk.state.slowLine == nil)
    #expect(desk.effects.contains(.limitColours(false)))
    #expect(!desk.screen[0].contains("slow") && !desk.screen[0].contains(" B "))
  }

  @Test func `while keys come no picture is drawn; the last one is when they pause`() {
    var desk = Rehearsal(images: 6)
    desk.press(.character("B"))
    let before = desk.effects.count
    for _ in 0..<4 { desk.press(.character("j"), after: 40) }
    #expect(draws(desk.effects[before...]) == 0)
    #expect(desk.shows("pictures 5/6"))
    #expect(desk.shows("the picture waits"))
    // Nothing can be answered for a picture that nobody has seen.
    #expect(desk.state.visibleSince == nil)

    let wake = desk.state.wakeAt
    #expect(wake == desk.clock + 150)
    desk.clock = (wake ?? 0) - 1
    desk.send(.clock(milliseconds: desk.clock))
    #expect(draws(desk.effects[before...]) == 0)
    desk.clock += 1
    desk.send(.clock(milliseconds: desk.clock))
    #expect(draws(desk.effects[before...]) == 1)
    #expect(desk.state.shown?.request.image == desk.state.image)
    #expect(desk.state.wakeAt == nil)
  }

  @Test func `after an answer the next picture comes at once`() {
    var desk = AnswerTests.classified()
    desk.press(.character("B"))
    desk.clock += 1000
    desk.send(.clock(milliseconds: desk.clock))
    let before = desk.effects.count
    desk.press(.character("1"))
    #expect(desk.state.selected == 1)
    #expect(draws(desk.effects[before...]) == 1)
    #expect(desk.state.visibleSince == desk.clock)
  }

  @Test func `without it every picture is asked for at once and nothing has to wake the station`() {
    var desk = Rehearsal(images: 6)
    let before = desk.effects.count
    for _ in 0..<4 { desk.press(.character("j"), after: 40) }
    #expect(draws(desk.effects[before...]) == 4)
    #expect(desk.state.wakeAt == nil)
  }

  @Test(arguments: [(60, 18), (80, 24), (120, 40), (200, 60)])
  func `the picture's room is at most 32 by 16 cells, and the rest of the desk stays`(
    columns: Int, rows: Int
  ) {
    let size = Size(columns: columns, rows: rows)
    let full = Layout(size: size)
    let sparing = Layout(size: size, isSparing: true)
    #expect(sparing.picture.columns <= 32 && sparing.picture.rows <= 16)
    #expect(sparing.list == full.list && sparing.counts == full.counts)
    #expect(sparing.suggestion == full.suggestion)
    let (inner, outer) = (sparing.picture, full.picture)
    #expect(inner.column >= outer.column && inner.row >= outer.row)
    #expect(inner.column + inner.columns <= outer.column + outer.columns)
    #expect(inner.row + inner.rows <= outer.row + outer.rows)
  }

  @Test func `the title says what the last frame cost`() {
    var desk = Rehearsal(images: 6, size: Size(columns: 120, rows: 40))
    desk.press(.character("B"))
    desk.send(.wrote(FrameCost(lastFrame: 412, total: 36_900)))
    #expect(desk.screen[0].contains("slow line 412 B/frame, 36 kB"))
    desk.press(.character("B"))
    desk.send(.wrote(FrameCost(lastFrame: 412, total: 36_900)))
    #expect(!desk.screen[0].contains("B/frame"))
  }
}

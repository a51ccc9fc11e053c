import Review
import Screen
import Station
import Testing

/// The mouse selects, moves, enlarges and draws a box, and never answers.
@Suite struct MouseTests {
  /// Three cells in the first picture, well apart.
  private static func threeCells() -> Rehearsal {
    var desk = Rehearsal(images: 30)
    desk.cells = [
      "field-001.jpg": [
        Rehearsal.cell("field-001.jpg", x: 20, index: 3),
        Rehearsal.cell("field-001.jpg", x: 250, index: 1),
        Rehearsal.cell("field-001.jpg", x: 480, index: 2),
      ]
    ]
    desk.press(.character("c"), .character("z"))
    return desk
  }

  /// Where a pixel of the image is on the screen: found by what the screen outlines.
  private static func click(_ desk: inout Rehearsal, _ column: Int, _ row: Int) {
    desk.send(.mouse(Mouse(.press, at: Position(column: column, row: row))))
    desk.send(.mouse(Mouse(.release, at: Position(column: column, row: row))))
  }

  @Test func `a click on a row of the list selects its picture`() {
    var desk = Rehearsal(images: 30)
    Self.click(&desk, 5, 4)
    #expect(desk.shows("pictures 3/30"))
    Self.click(&desk, 5, 2)
    #expect(desk.shows("pictures 1/30"))
    // The frame and what lies below the list are no rows.
    Self.click(&desk, 5, 1)
    Self.click(&desk, 0, 14)
    Self.click(&desk, 5, 20)
    #expect(desk.shows("pictures 1/30"))
    #expect(desk.log.count == 1)
  }

  @Test func `in a scrolled list the row under the mouse is meant`() {
    var desk = Rehearsal(images: 30)
    desk.press(.character("G"))
    let first = desk.screen[2]
    Self.click(&desk, 5, 2)
    let name = first.split(separator: " ").first { $0.contains("field") }
    #expect(name != nil && desk.screen[1].contains(name ?? "?"))
  }

  @Test func `a click behind the last picture selects nothing`() {
    var desk = Rehearsal(images: 2)
    Self.click(&desk, 5, 3)
    #expect(desk.shows("pictures 2/2"))
    Self.click(&desk, 5, 7)
    #expect(desk.shows("pictures 2/2"))
  }

  @Test func `the wheel moves in the list and enlarges in the picture`() {
    var desk = Rehearsal(images: 3)
    let list = Position(column: 5, row: 5)
    desk.send(.mouse(Mouse(.wheelDown, at: list)))
    #expect(desk.shows("pictures 2/3"))
    desk.send(.mouse(Mouse(.wheelUp, at: list)))
    #expect(desk.shows("pictures 1/3"))
    desk.send(.mouse(Mouse(.wheelUp, at: Position(column: 60, row: 8))))
    #expect(desk.state.view.zoom == 1)
    desk.send(.mouse(Mouse(.wheelDown, at: Position(column: 60, row: 8))))
    #expect(desk.state.view.zoom == 0)
    desk.send(.mouse(Mouse(.wheelDown, at: Position(column: 60, row: 23))))
    #expect(desk.state.view.zoom == 0)
  }

  @Test func `a click on a cell's box selects the cell, beside it nothing`() {
    var desk = Self.threeCells()
    // The whole field of 640 x 480 stands in 42 x 16 cells, 42 pixels wide: 15.2 pixels a column.
    #expect(desk.shows("cell 1 of 3"))
    let pane = 37
    Self.click(&desk, pane + 300 * 42 / 640, 9)
    #expect(desk.shows("cell 2 of 3"))
    Self.click(&desk, pane + 540 * 42 / 640, 9)
    #expect(desk.shows("cell 3 of 3"))
    Self.click(&desk, pane + 80 * 42 / 640, 9)
    #expect(desk.shows("cell 1 of 3"))
    Self.click(&desk, pane + 190 * 42 / 640, 9)
    #expect(desk.shows("cell 1 of 3"))
    #expect(desk.decisions.isEmpty)
  }

  @Test func `a drag in the picture draws a box, which Enter accepts`() throws {
    var desk = Self.threeCells()
    let before = desk.log.count
    desk.send(.mouse(Mouse(.press, at: Position(column: 45, row: 5))))
    desk.send(.mouse(Mouse(.drag, at: Position(column: 50, row: 8))))
    #expect(desk.state.mode == .desk)
    desk.send(.mouse(Mouse(.drag, at: Position(column: 52, row: 9))))
    desk.send(.mouse(Mouse(.release, at: Position(column: 52, row: 9))))
    guard case .box(let edit) = desk.state.mode else {
      Issue.record("no box is being placed")
      return
    }
    #expect(edit.cell == nil)
    // Columns 45...52 are 8 of 42 over 640 pixels; rows 5...9 are 10 half rows of the same size.
    #expect(abs(edit.box.width - 122) <= 1 && abs(edit.box.height - 152) <= 2, "\(edit.box)")
    #expect(desk.log.count == before, "nothing is recorded before Enter")
    desk.press(.enter)
    #expect(desk.shows("box added: saved"))
    #expect(desk.state.imageReview.cells.contains { $0.box == edit.box })
    #expect(desk.decisions.isEmpty)
  }

  @Test func `a drag backwards and beyond the picture gives a box inside the picture`() {
    var desk = Self.threeCells()
    desk.send(.mouse(Mouse(.press, at: Position(column: 45, row: 9))))
    desk.send(.mouse(Mouse(.drag, at: Position(column: 1, row: 0))))
    desk.send(.mouse(Mouse(.release, at: Position(column: 1, row: 0))))
    guard case .box(let edit) = desk.state.mode else {
      Issue.record("no box is being placed")
      return
    }
    #expect(edit.box.x == 0 && edit.box.y >= 0)
    #expect(edit.box.x + edit.box.width <= 640 && edit.box.y + edit.box.height <= 480)
  }

  @Test func `a key ends a drag, and pages and questions take no clicks`() {
    var desk = Self.threeCells()
    desk.send(.mouse(Mouse(.press, at: Position(column: 45, row: 5))))
    desk.send(.mouse(Mouse(.drag, at: Position(column: 52, row: 9))))
    desk.press(.escape)
    desk.send(.mouse(Mouse(.release, at: Position(column: 52, row: 9))))
    #expect(desk.state.mode == .desk)
    desk.press(.character("?"))
    desk.send(.mouse(Mouse(.wheelDown, at: Position(column: 5, row: 5))))
    #expect(desk.state.mode == .help(HelpView(scroll: 1)))
    Self.click(&desk, 5, 4)
    #expect(desk.state.mode == .help(HelpView(scroll: 1)))
    desk.press(.escape, .character("v"))
    let placing = desk.state.mode
    Self.click(&desk, 5, 4)
    #expect(desk.state.mode == placing)
    #expect(desk.shows("pictures 1/30"))
  }

  @Test func `no storm of clicks, drags and wheels ever answers`() {
    var desk = Self.threeCells()
    let entries = desk.log.count
    let actions: [Mouse.Action] = [.press, .drag, .release, .wheelUp, .wheelDown]
    for step in 0..<3000 {
      let place = Position(column: step * 7 % 90 - 3, row: step * 5 % 29 - 2)
      desk.clock += 200
      desk.send(.clock(milliseconds: desk.clock))
      desk.send(.mouse(Mouse(actions[step % 5], at: place)))
      if desk.state.mode != .desk { desk.press(.escape) }
    }
    #expect(desk.log.count == entries)
  }
}

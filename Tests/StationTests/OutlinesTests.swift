import Review
import Screen
import Station
import Testing

/// Cells and nuclei outlined over the picture.
@Suite struct OutlinesTests {
  private func wanted(_ desk: Rehearsal) -> [[Box]] {
    desk.effects.compactMap { if case .draw(let request) = $0 { request.outlined } else { nil } }
  }

  /// How many half cells of the picture carry the colour of an outline.
  private func marked(_ desk: Rehearsal) -> Int {
    render(desk.state, size: desk.state.size).glyphs.reduce(0) { count, glyph in
      count + (glyph.style.foreground == .foreground(.boxSelected) ? 1 : 0)
        + (glyph.style.background == .foreground(.boxSelected) ? 1 : 0)
    }
  }

  @Test func `O asks the picture worker for the outlines of all cells, and again takes them off`() {
    let plain = AnswerTests.classified()
    var desk = plain
    desk.press(.character("O"))
    #expect(wanted(desk).last == desk.state.imageReview.cells.compactMap(\.box))
    #expect(wanted(desk).last?.isEmpty == false)
    #expect(desk.status.contains("outlines on: a line around each cell, dots around its nucleus"))
    #expect(marked(desk) > marked(plain) + 40)
    desk.press(.character("O"))
    #expect(desk.status.contains("outlines off"))
    #expect(marked(desk) == marked(plain))
  }

  @Test func `the line of a cell is whole, that of a nucleus has gaps: no colour is needed`() {
    var desk = AnswerTests.classified()
    desk.press(.character("O"))
    let pane = Layout(size: desk.state.size).picture
    let frame = render(desk.state, size: desk.state.size)
    func isMarked(_ column: Int, _ row: Int) -> Bool {
      let style = frame[column, row].style
      return style.foreground == .foreground(.boxSelected)
        || style.background == .foreground(.boxSelected)
    }
    // Rows of the scripted outlines: the cell's upper edge at a quarter of the height, the nucleus's at 3/8.
    let middle = pane.column + pane.columns / 2
    let reach = pane.columns / 16
    let rows = (pane.row..<(pane.row + pane.rows / 2)).map { row in
      (middle - reach..<middle + reach).count { isMarked($0, row) }
    }
    #expect(rows.contains(2 * reach))
    #expect(rows.contains(reach))
  }

  @Test func `without a cell there is nothing to outline, and the key says so`() {
    var desk = Rehearsal(images: 2)
    desk.press(.character("O"))
    #expect(desk.status.contains("no cell here to outline"))
    #expect(wanted(desk).allSatisfy { $0.isEmpty })
  }

  @Test func `a box on its way is placed by the picture alone`() {
    var desk = AnswerTests.classified()
    desk.press(.character("O"), .character("v"))
    #expect(wanted(desk).last == [])
  }
}

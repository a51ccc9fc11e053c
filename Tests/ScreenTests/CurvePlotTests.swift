import Screen
import Testing

@Suite struct CurvePlotTests {
  @Test func `a falling line in Braille, from the upper left to the lower right`() {
    let plot = CurvePlot(solid: [3, 2, 1, 0], dotted: [], columns: 2, rows: 1)
    // Dots (0, 0), (1, 1), (2, 2), (3, 3) of 4 x 4, each joined to the one before.
    #expect(plot.lines == ["⠙⢦"])
    #expect(plot.bounds == 0...3)
    #expect([0, 1, 2, 3].map(plot.column) == [0, 0, 1, 1])
  }

  @Test func `the same in half blocks`() {
    let plot = CurvePlot(
      solid: [1, 1, 0, 0], dotted: [], columns: 4, rows: 1, symbols: .halfBlocks)
    #expect(plot.lines == ["▀▀█▄"])
  }

  @Test func `a dotted curve has gaps, a solid one has none`() {
    let solid = CurvePlot(solid: [1, 1], dotted: [0, 0], columns: 8, rows: 2)
    #expect(solid.lines[0] == "⠉⠉⠉⠉⠉⠉⠉⠉")
    #expect(solid.lines[1] == "⡀⠀⡀⠀⡀⠀⡀⠀")
  }

  @Test func `steep pieces of a dotted curve keep dots`() {
    let plot = CurvePlot(solid: [0, 0, 0], dotted: [0, 9, 0], columns: 3, rows: 4)
    #expect(plot.lines[1...2].joined().unicodeScalars.contains { $0.value > 0x2800 })
  }

  @Test func `one value, equal values, and what is no number`() {
    #expect(CurvePlot(solid: [2], dotted: [2], columns: 4, rows: 2).bounds == 2...2)
    #expect(CurvePlot(solid: [], dotted: [], columns: 4, rows: 2).lines.isEmpty)
    let broken = CurvePlot(solid: [1, .nan, .infinity, 0], dotted: [], columns: 4, rows: 1)
    #expect(broken.bounds == 0...1)
    #expect(broken.lines[0].count == 4)
  }

  @Test func `without UTF-8 a pattern is where its dots are`() {
    #expect(AsciiText.replacing("⠉⣀⣿⠀⢦") == "'.: :")
  }
}

import Screen
import TestSupport
import Testing

@Suite("Quadrants and sextants")
struct FineCellTests {
  /// Which of a cell's pixels are ink, by the character's definition in Unicode; bit 0 is the upper left.
  static func ink(_ character: String, _ symbols: CellSymbols) -> Int? {
    let (across, down) = symbols.pixels
    func bits(_ isInk: (Int, Int) -> Bool) -> Int {
      (0..<across * down).reduce(0) { $0 | (isInk($1 % across, $1 / across) ? 1 << $1 : 0) }
    }
    guard let code = character.unicodeScalars.first?.value else { return nil }
    switch code {
    case 0x20: return 0
    case 0x2588: return (1 << (across * down)) - 1
    case 0x258C: return bits { x, _ in x == 0 }
    case 0x2590: return bits { x, _ in x == 1 }
    case 0x2580 where symbols == .quadrant: return bits { _, y in y == 0 }
    case 0x2584 where symbols == .quadrant: return bits { _, y in y == 1 }
    case 0x2596...0x259F where symbols == .quadrant:
      // QUADRANT LOWER LEFT, LOWER RIGHT, UPPER LEFT, ...
      let quadrants: [[Int]] = [
        [2], [3], [0], [0, 2, 3], [0, 3], [0, 1, 2], [0, 1, 3], [1], [1, 2], [1, 2, 3],
      ]
      return quadrants[Int(code - 0x2596)].reduce(0) { $0 | 1 << $1 }
    case 0x1FB00...0x1FB3B where symbols == .sextant:
      let all = (1..<63).filter { $0 != 0b010101 && $0 != 0b101010 }
      return all[Int(code - 0x1FB00)]
    default: return nil
    }
  }

  /// The least squared error of drawing pixels in two colours, by trying everything.
  static func leastError(_ pixels: [[Double]]) -> Double {
    (0..<(1 << pixels.count)).map { parting in
      var error = 0.0
      for isInk in [true, false] {
        let part = pixels.indices.filter { (parting >> $0 & 1 == 1) == isInk }
        guard !part.isEmpty else { continue }
        for channel in 0..<3 {
          let mean = part.map { pixels[$0][channel] }.reduce(0, +) / Double(part.count)
          error += part.map { (pixels[$0][channel] - mean) * (pixels[$0][channel] - mean) }
            .reduce(0, +)
        }
      }
      return error
    }.min() ?? 0
  }

  @Test(
    "no two colours and no glyph show a cell better", arguments: [CellSymbols.quadrant, .sextant])
  func best(symbols: CellSymbols) throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let (across, down) = symbols.pixels
    let (columns, rows) = (9, 7)
    let rgb = (0..<columns * across * rows * down * 3).map { _ in
      UInt8.random(in: 0 ... .max, using: &random)
    }
    let cells = FineCell.fitted(rgb: rgb, columns: columns, rows: rows, symbols: symbols)
    #expect(cells.count == columns * rows)
    for (index, cell) in cells.enumerated() {
      let ink = try #require(Self.ink(cell.character, symbols), "\(cell)")
      var error = 0.0
      let pixels: [[Double]] = (0..<across * down).map { place in
        let x = index % columns * across + place % across
        let y = index / columns * down + place / across
        let pixel = (0..<3).map { Double(rgb[(y * columns * across + x) * 3 + $0]) }
        let colour = ink >> place & 1 == 1 ? cell.ink : cell.ground
        for (value, drawn) in zip(pixel, [colour.red, colour.green, colour.blue]) {
          error += (value - Double(drawn)) * (value - Double(drawn))
        }
        return pixel
      }
      // Means are rounded to whole numbers, at most a half away in each channel.
      let slack = 0.25 * 3 * Double(pixels.count) + 1
      #expect(error <= Self.leastError(pixels) + slack, "seed \(seed), cell \(index)")
    }
  }

  @Test("a frame shows them where nothing was drawn over the picture, and half blocks elsewhere")
  func refine() {
    let fine = (0..<12).map {
      FineCell(character: "▚", ink: RGB(UInt8($0), 1, 2), ground: RGB(3, 4, UInt8($0)))
    }
    // Seven pixels high: the last row is half a cell.
    let picture = Picture(
      width: 4, height: 7, rgb: [UInt8](repeating: 200, count: 4 * 7 * 3), fine: fine)
    var frame = Frame(size: Size(columns: 6, rows: 6))
    let placement = frame.draw(picture, in: Rect(column: 1, row: 1, columns: 4, rows: 4))
    frame.outline(PixelRect(x: 0, y: 0, width: 2, height: 2), on: placement, role: .box)
    frame.refine(picture, on: placement)
    func text(_ row: Int) -> String { (0..<6).map { frame[$0, row].character }.joined() }
    #expect(text(1) == " ▀▀▚▚ ")
    #expect(text(2) == " ▚▚▚▚ ")
    #expect(text(4) == " ▀▀▀▀ ")
    #expect(frame[4, 2].style.foreground == .rgb(7, 1, 2))
    #expect(frame[4, 2].style.background == .rgb(3, 4, 7))
  }

  @Test("what a terminal cannot have is refused with the reason")
  func reasons() {
    for depth in ColourDepth.allCases {
      #expect(CellSymbols.half.reasonAgainst(depth: depth, glyphs: .ascii) == nil)
      #expect(
        CellSymbols.sextant.reasonAgainst(depth: depth, glyphs: .ascii) == "the locale is not UTF-8"
      )
    }
    #expect(CellSymbols.quadrant.reasonAgainst(depth: .palette256, glyphs: .unicode) == nil)
    #expect(CellSymbols.quadrant.reasonAgainst(depth: .palette16, glyphs: .unicode) != nil)
  }

  @Test("a fine cell reaches the terminal with its glyph, and a lesser one as a half block")
  func resolved() {
    let glyph = Glyph("▚", Style(foreground: .rgb(10, 20, 30), background: .rgb(200, 100, 50)))
    func cell(_ depth: ColourDepth, _ glyphs: GlyphSet = .unicode) -> TerminalCell {
      var resolver = Resolver(theme: .plain, depth: depth, glyphs: glyphs)
      return resolver.cell(for: glyph, column: 0, row: 0)
    }
    #expect(cell(.direct).character == "▚")
    #expect(cell(.direct).foreground == .rgb(RGB(10, 20, 30)))
    #expect(cell(.palette256).character == "▚")
    #expect(cell(.palette16).character == "▀")
    let flat = Glyph("▚", Style(foreground: .rgb(10, 20, 30), background: .rgb(10, 20, 30)))
    var resolver = Resolver(theme: .plain, depth: .palette256)
    #expect(resolver.cell(for: flat, column: 0, row: 0).character == " ")
    #expect(cell(.direct, .ascii).character == " ")
    #expect(cell(.direct, .ascii).background == .rgb(RGB(105, 60, 40)))
  }
}

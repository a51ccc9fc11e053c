import Screen
import TestSupport
import Testing

@Suite("Frames on terminals")
struct ResolverTests {
  let theme = Theme(
    name: "test",
    entries: [
      "text": ThemeEntry(
        foreground: .rgb(RGB(0xD0, 0xD0, 0xD0)), background: .rgb(RGB(0x1C, 0x1C, 0x1C))),
      "selection": ThemeEntry(
        foreground: .rgb(RGB(255, 255, 255)), background: .rgb(RGB(0x30, 0x30, 0x30)),
        attributes: .bold, basicForeground: 15, basicBackground: 4),
      "mark.confirmed": ThemeEntry(foreground: .rgb(RGB(0x87, 0xD7, 0x87)), attributes: .underline),
      "box": ThemeEntry(foreground: .rgb(RGB(0, 255, 135)), basicForeground: 10),
    ])

  func cell(
    _ text: String, _ style: Style, _ depth: ColourDepth, _ glyphs: GlyphSet = .unicode,
    theme: Theme? = nil
  ) -> TerminalCell {
    var resolver = Resolver(theme: theme ?? self.theme, depth: depth, glyphs: glyphs)
    return resolver.cell(for: Glyph(text, style), column: 0, row: 0)
  }

  @Test("text in every depth")
  func text() {
    let style = Style(.selection)
    #expect(
      cell("a", style, .direct)
        == TerminalCell(
          character: "a", foreground: .rgb(RGB(255, 255, 255)),
          background: .rgb(RGB(0x30, 0x30, 0x30)), attributes: .bold))
    #expect(cell("a", style, .palette256).background == .palette(236))
    #expect(cell("a", style, .palette16).foreground == .palette(15))
    #expect(cell("a", style, .palette16).background == .palette(4))
    // Bright white is bold white where there are eight colours.
    #expect(cell("a", style, .palette8).foreground == .palette(7))
    #expect(cell("a", style, .palette8).attributes == .bold)
    #expect(
      cell("a", style, .mono)
        == TerminalCell(
          character: "a", foreground: .terminalDefault, background: .terminalDefault,
          attributes: [.bold, .reverse]))
  }

  @Test("a mark on the selected row keeps its emphasis and the row's ground")
  func markOnSelection() {
    let style = Style(foreground: .role(.markConfirmed), background: .role(.selection))
    let direct = cell("+", style, .direct)
    #expect(direct.foreground == .rgb(RGB(0x87, 0xD7, 0x87)))
    #expect(direct.background == .rgb(RGB(0x30, 0x30, 0x30)))
    #expect(direct.attributes == .underline)
    #expect(cell("+", style, .mono).attributes == [.underline, .reverse])
    let plain = cell("+", style, .mono, theme: .plain)
    #expect(plain.attributes == .reverse)
  }

  @Test("basic text can be read on its ground", arguments: [ColourDepth.palette16, .palette8])
  func readable(depth: ColourDepth) {
    for ground in Role.allCases {
      for ink in Role.allCases {
        let style = Style(foreground: .role(ink), background: .role(ground))
        let cell = cell("a", style, depth)
        #expect(cell.foreground != cell.background, "\(ink) on \(ground)")
      }
    }
  }

  @Test("pixels are half blocks in direct colour, in 256 and in 16")
  func halfBlocks() {
    let style = Style(foreground: .rgb(10, 20, 30), background: .rgb(200, 100, 50))
    #expect(
      cell("▀", style, .direct)
        == TerminalCell(
          character: "▀", foreground: .rgb(RGB(10, 20, 30)), background: .rgb(RGB(200, 100, 50)),
          attributes: []))
    var nearest = NearestColour.of256
    let indexed = cell("▀", style, .palette256)
    #expect(indexed.foreground == .palette(nearest.index(of: RGB(10, 20, 30))))
    #expect(indexed.background == .palette(nearest.index(of: RGB(200, 100, 50))))
    let white = Style(foreground: .rgb(255, 255, 255), background: .rgb(0, 0, 0))
    #expect(cell("▀", white, .palette16).foreground == .palette(15))
    #expect(cell("▀", white, .palette16).background == .palette(0))
    #expect(cell("▀", white, .palette8).foreground == .palette(7))
  }

  @Test("without Unicode a cell is one pixel: a blank of the mean colour")
  func blanks() {
    let style = Style(foreground: .rgb(10, 20, 30), background: .rgb(20, 40, 60))
    let cell = cell("▀", style, .direct, .ascii)
    #expect(cell.character == " ")
    #expect(cell.background == .rgb(RGB(15, 30, 45)))
  }

  @Test("without colour a cell is a character as dense as the pixels are light")
  func ramp() {
    func shown(_ level: UInt8) -> String {
      let ink = Ink.rgb(level, level, level)
      return cell("▀", Style(foreground: ink, background: ink), .mono).character
    }
    #expect(shown(0) == " ")
    #expect(shown(255) == "@")
    let ramp = " .:-=+*#%@"
    let places = (0...255).map { level in
      ramp.firstIndex(of: Character(shown(UInt8(level)))) ?? ramp.startIndex
    }
    #expect(places == places.sorted())
    #expect(Set(places).count == ramp.count)
  }

  @Test("an outline is seen in every depth", arguments: ColourDepth.allCases, GlyphSet.allCases)
  func outline(depth: ColourDepth, glyphs: GlyphSet) {
    let field = Style(foreground: .rgb(230, 200, 210), background: .rgb(230, 200, 210))
    for theme in [theme, .plain] {
      let plain = cell("▀", field, depth, glyphs, theme: theme)
      for (upper, lower) in [(true, false), (false, true), (true, true)] {
        let marked = Style(
          foreground: upper ? .foreground(.box) : field.foreground,
          background: lower ? .foreground(.box) : field.background)
        #expect(cell("▀", marked, depth, glyphs, theme: theme) != plain, "\(theme.name)")
      }
    }
  }

  @Test("the terminal's own colours stay ink and ground")
  func ownColours() {
    let mark = Ink.foreground(.box)
    let ground = Ink.background(.pictureGround)
    let pixel = Ink.rgb(9, 9, 9)
    func shown(_ upper: Ink, _ lower: Ink) -> TerminalCell {
      cell("▀", Style(foreground: upper, background: lower), .direct, theme: .plain)
    }
    let rgb = TerminalColour.rgb(RGB(9, 9, 9))
    #expect(shown(pixel, ground).character == "▀")
    #expect(shown(ground, pixel).character == "▄")
    #expect(shown(ground, pixel).foreground == rgb)
    #expect(shown(pixel, mark).character == "▄")
    #expect(shown(pixel, mark).background == rgb)
    #expect(shown(mark, mark).character == "█")
    #expect(shown(mark, pixel).character == "▀")
    #expect(shown(ground, mark).character == "▄")
  }

  @Test("every cell prints something ASCII where the terminal has no more")
  func ascii() {
    var frame = Frame(size: Size(columns: 20, rows: 4))
    frame.border(Rect(column: 0, row: 0, columns: 20, rows: 4), title: "é漢…", style: Style(.border))
    frame.bar(0.53, column: 2, row: 2, width: 9)
    for depth in ColourDepth.allCases {
      let cells = Resolver.resolve(frame, theme: theme, depth: depth, glyphs: .ascii)
      #expect(cells.count == 80)
      #expect(
        cells.allSatisfy { cell in
          cell.character.utf8.count == 1
            && cell.character.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        })
      #expect(cells[..<20].map(\.character).joined() == "+- ?? ~ -----------+")
    }
  }

  @Test("pictures in few colours: pure colours stay pure, mixtures never leave the palette")
  func dither() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for (depth, count) in [(ColourDepth.palette16, 16), (.palette8, 8)] {
      var resolver = Resolver(theme: theme, depth: depth)
      for _ in 0..<5000 {
        func ink() -> Ink {
          .rgb(
            .random(in: 0 ... .max, using: &random), .random(in: 0 ... .max, using: &random),
            .random(in: 0 ... .max, using: &random))
        }
        let cell = resolver.cell(
          for: Glyph("▀", Style(foreground: ink(), background: ink())),
          column: .random(in: 0..<300, using: &random), row: .random(in: 0..<90, using: &random))
        for colour in [cell.foreground, cell.background] {
          guard case .palette(let number) = colour else {
            Issue.record("\(colour), seed \(seed)")
            continue
          }
          #expect(Int(number) < count, "seed \(seed)")
        }
      }
      for column in 0..<4 {
        for row in 0..<2 {
          let white = Ink.rgb(255, 255, 255)
          let cell = resolver.cell(
            for: Glyph("▀", Style(foreground: white, background: white)), column: column, row: row)
          #expect(cell.background == .palette(count == 16 ? 15 : 7))
        }
      }
    }
  }
}

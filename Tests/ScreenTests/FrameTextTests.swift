import Screen
import TestSupport
import Testing

/// One row of a frame, as a terminal would show it.
func line(_ frame: Frame, _ row: Int) -> String {
  (0..<frame.size.columns).map { frame[$0, row].character }.joined()
}

@Suite("Text in a frame")
struct FrameTextTests {
  let style = Style(.text)

  func shown(_ text: String, columns: Int = 20, width: Int = .max, clip: Clip = .cut) -> String {
    var frame = Frame(size: Size(columns: columns, rows: 1))
    frame.put(text, column: 0, row: 0, style: style, width: width, clip: clip)
    return line(frame, 0)
  }

  @Test(
    "control and format characters are spelt out",
    arguments: [
      ("a\u{1B}[31mb", "a\\e[31mb"),
      ("a\tb\nc\rd", "a\\tb\\nc\\rd"),
      ("\u{7}\u{7F}\u{9B}", "‹07›‹7F›‹9B›"),
      ("x\u{202E}gpj.exe", "x‹202E›gpj.exe"),
      ("\u{200B}\u{FEFF}", "‹200B›‹FEFF›"),
      ("\u{2066}a\u{2069}", "‹2066›a‹2069›"),
      ("\u{AD}\u{2028}", "‹AD›‹2028›"),
      ("\u{3164}\u{E000}", "‹3164›‹E000›"),
      ("\u{E0041}", "‹E0041›"),
      ("\u{10FFFF}", "‹10FFFF›"),
    ])
  func escapes(text: String, expected: String) {
    let shown = shown(text, columns: 30)
    #expect(shown == expected + String(repeating: " ", count: 30 - ScreenText.width(of: expected)))
  }

  @Test("a family joined by ZWJ shows its members and the joiners")
  func joiners() {
    #expect(ScreenText.width(of: "👩\u{200D}👧") == 2 + 6 + 2)
    #expect(shown("👩\u{200D}👧", columns: 10) == "👩‹200D›👧")
    #expect(shown("👍\u{1F3FD}", columns: 10) == "👍‹1F3FD› ")
  }

  @Test("stacked marks stay in their cell, three at most, and never stand alone")
  func zalgo() {
    let marks = String(repeating: "\u{301}", count: 500)
    var frame = Frame(size: Size(columns: 3, rows: 1))
    let used = frame.put("e" + marks + "f", column: 0, row: 0, style: style)
    #expect(used == 2)
    #expect(Array(frame[0, 0].character.unicodeScalars).count == 4)
    #expect(frame[1, 0].character == "f")
    #expect(shown("\u{301}a", columns: 2).unicodeScalars.first == "\u{25CC}")
  }

  @Test("variation selectors take no place")
  func variationSelectors() {
    #expect(shown("\u{2764}\u{FE0F}!", columns: 2) == "\u{2764}!")
  }

  @Test("a wide character at the edge is left out whole")
  func wideAtTheEdge() {
    #expect(shown("ab漢", columns: 3) == "ab ")
    #expect(shown("ab漢", columns: 4) == "ab漢")
    #expect(shown("漢字", columns: 8, width: 3) == "漢      ")
    var frame = Frame(size: Size(columns: 4, rows: 1))
    frame.put("漢字", column: -1, row: 0, style: style)
    #expect(line(frame, 0) == " 字 ")
  }

  @Test("a wide character that loses a column is blanked")
  func brokenWide() {
    var frame = Frame(size: Size(columns: 4, rows: 1))
    frame.put("漢字", column: 0, row: 0, style: style)
    frame.put("x", column: 1, row: 0, style: style)
    #expect(line(frame, 0) == " x字")
    frame.put("y", column: 2, row: 0, style: style)
    #expect(line(frame, 0) == " xy ")
  }

  @Test("clipping says so at the end or in the middle")
  func clips() {
    #expect(shown("BloodImage_00012.jpg", columns: 10, clip: .ellipsis) == "BloodImag…")
    #expect(shown("BloodImage_00012.jpg", columns: 10, clip: .middleEllipsis) == "Blood….jpg")
    #expect(shown("exact", columns: 5, clip: .ellipsis) == "exact")
    #expect(shown("漢字漢字", columns: 6, clip: .ellipsis) == "漢字… ")
    #expect(shown("abc", columns: 1, clip: .ellipsis) == "…")
  }

  @Test("decomposed Hangul takes the columns of its syllable")
  func hangul() {
    #expect(ScreenText.width(of: "\u{1112}\u{1161}\u{11AB}") == 2)
  }

  @Test("bytes that are not UTF-8 show as replacement characters")
  func invalidBytes() {
    let text = String(decoding: [0x61, 0xFF, 0xFE, 0x62], as: UTF8.self)
    #expect(shown(text, columns: 4) == "a\u{FFFD}\u{FFFD}b")
  }

  @Test("nothing is written outside, and both halves of a wide character stay together")
  func neverOutside() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "a", "漢", "\u{301}", "👩\u{200D}👧", "\u{202E}", "\u{1B}]0;x\u{7}", "é", "\u{1F3FD}", "\u{0}",
      "﷽", "\u{1160}", "\u{E0001}", "🇩🇪", " ", "z",
    ]
    let places = [Int.min, Int.min + 1, -1_000_000, -7, -1, 0, 1, 3, 6, 7, 8, 1000, .max]
    for round in 0..<4000 {
      let size = Size(
        columns: Int.random(in: 0...9, using: &random), rows: Int.random(in: 0...3, using: &random))
      var frame = Frame(size: size)
      for _ in 0..<4 {
        let text = (0..<Int.random(in: 0...12, using: &random))
          .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        let column = places.randomElement(using: &random) ?? 0
        let row = Int.random(in: -1...3, using: &random)
        let width = places.randomElement(using: &random) ?? 0
        let before = frame
        let clip: Clip = [.cut, .ellipsis, .middleEllipsis].randomElement(using: &random) ?? .cut
        let used = frame.put(
          text, column: column, row: row, style: style, width: width, clip: clip)
        #expect(used >= 0 && used <= max(0, width), "seed \(seed), round \(round)")
        frame.border(
          Rect(column: column, row: row, columns: width, rows: width), title: text, style: style)
        frame.bar(0.4, column: column, row: row, width: width)
        frame.fill(Rect(column: column, row: row, columns: width, rows: 1), style)
        frame.put(text, column: 0, row: row, style: style, width: width, clip: clip)
        if row < 0 || row >= size.rows { #expect(used == 0 && frame.size == before.size) }
      }
      #expect(frame.glyphs.count == size.columns * size.rows)
      for row in 0..<size.rows {
        let columns = (0..<size.columns).map { frame[$0, row].character }
        for (column, character) in columns.enumerated() {
          let isWide = !character.isEmpty && ScreenText.width(of: character) == 2
          let nextIsEmpty = column + 1 < columns.count && columns[column + 1].isEmpty
          #expect(isWide == nextIsEmpty, "seed \(seed), round \(round), \(columns)")
          #expect(
            character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F },
            "seed \(seed), round \(round)")
        }
        #expect(columns.first != "", "seed \(seed), round \(round)")
      }
    }
  }
}

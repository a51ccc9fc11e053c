import Review
import Screen
import Station
import Testing

/// Pictures changed for the eye, finer symbols, and the scale.
@Suite struct ToneTests {
  static func title(_ desk: Rehearsal) -> String { desk.screen[1] }

  @Test func `s goes from the picture as taken through both tones and back, and the title says so`()
  {
    var desk = AnswerTests.classified()
    #expect(desk.state.shown?.request.tone == .asTaken)
    #expect(!Self.title(desk).contains("stretched") && !Self.title(desk).contains("normalised"))
    desk.press(.character("s"))
    #expect(desk.state.shown?.request.tone == .contrast)
    #expect(Self.title(desk).contains("contrast stretched: field-001"))
    #expect(desk.status.contains("for the eye only"))
    desk.press(.character("s"))
    #expect(desk.state.shown?.request.tone == .stain)
    #expect(Self.title(desk).contains("stain normalised: field-001"))
    desk.press(.character("s"))
    #expect(desk.state.shown?.request.tone == .asTaken)
    #expect(!Self.title(desk).contains("normalised"))
  }

  @Test func `the tone stays with the next picture, the whole field and any zoom`() {
    var desk = AnswerTests.classified()
    desk.press(.character("s"))
    for key: Key in [.character("j"), .character("z"), .character("+"), .character("Z"), .tab] {
      desk.press(key)
      #expect(desk.state.shown?.request.tone == .contrast, "\(key)")
      #expect(Self.title(desk).contains("contrast stretched: "), "\(key)")
    }
  }

  @Test func `however long the name and narrow the window, the title says that a tone is on`() {
    for (columns, rows) in [(60, 18), (80, 24), (120, 40), (200, 60)] {
      var desk = Rehearsal(images: 0, size: Size(columns: columns, rows: rows))
      desk.send(
        .listed([ImagePath("/smears/" + String(repeating: "a-very-long-name-", count: 9) + ".jpg")])
      )
      desk.press(.character("s"))
      #expect(Self.title(desk).contains("contrast stretched: "), "\(columns) x \(rows)")
      desk.press(.character("a"))
      #expect(Self.title(desk).contains("contrast stretched: "), "\(columns) x \(rows), box")
    }
  }

  /// What the title says is what the picture is, also while the next one is on its way.
  @Test func `the title speaks of the picture on screen, not of the one asked for`() {
    let desk = AnswerTests.classified()
    var state = desk.state
    let effects = update(&state, .key(.character("s")))
    let frame = render(state, size: state.size)
    let title = (0..<frame.size.columns).map { frame[$0, 1].character }.joined()
    #expect(!title.contains("stretched"))
    #expect(
      effects.contains {
        if case .draw(let request) = $0 { request.tone == .contrast } else { false }
      })
  }

  @Test func `the model and the log never learn of a tone`() {
    func session(toned: Bool) -> Rehearsal {
      var desk = Rehearsal(images: 3)
      desk.cells = ["field-001.jpg": [Rehearsal.cell("field-001.jpg", index: 3)]]
      // The same times for both: a key that does nothing to the log where no tone is wanted.
      desk.press(.character(toned ? "s" : "z"))
      if !toned { desk.press(.character("z")) } else { desk.press(.character("s")) }
      desk.press(.character("c"), .character("1"), .character("a"), .enter, .character("2"))
      return desk
    }
    let (plain, toned) = (session(toned: false), session(toned: true))
    #expect(toned.state.shown?.request.tone == .stain)
    func asked(_ desk: Rehearsal) -> [Effect] {
      desk.effects.filter {
        switch $0 {
        case .classify, .judge, .record: true
        default: false
        }
      }
    }
    #expect(asked(plain).count >= 4)
    #expect(asked(plain) == asked(toned))
    #expect(plain.log == toned.log)
  }

  @Test func `S draws with finer symbols where the terminal can, and says why it cannot`() {
    var desk = AnswerTests.classified()
    desk.press(.character("S"))
    #expect(desk.state.shown?.request.symbols == .quadrant)
    desk.press(.character("S"))
    #expect(desk.state.shown?.request.symbols == .sextant)
    desk.press(.character("S"))
    #expect(desk.state.shown?.request.symbols == .half)

    var poor = Rehearsal(
      pictures: PictureSettings(symbols: .sextant, halfBlocksOnly: "the locale is not UTF-8"))
    #expect(poor.state.shown?.request.symbols == .half)
    poor.press(.character("S"))
    #expect(poor.state.shown?.request.symbols == .half)
    #expect(poor.status.contains("half blocks only: the locale is not UTF-8"))
  }

  @Test func `outlines stay where the picture is drawn in quadrants`() {
    var desk = AnswerTests.classified()
    desk.press(.character("j"), .character("z"), .character("S"))
    let frame = render(desk.state, size: desk.state.size)
    let marked = frame.glyphs.filter { $0.style.foreground == .foreground(.boxSelected) }
    #expect(!marked.isEmpty)
    #expect(marked.allSatisfy { $0.character == "▀" })
    #expect(frame.glyphs.contains { $0.character == "▚" })
  }

  /// The bar's length on screen against the scale of the picture it stands under.
  @Test(arguments: [(60, 18), (80, 24), (120, 40), (200, 60)])
  func `the scale bar is right at every size and zoom`(columns: Int, rows: Int) throws {
    var desk = Rehearsal(
      size: Size(columns: columns, rows: rows),
      pictures: PictureSettings(micrometresPerPixel: 0.1))
    desk.cells = ["field-001.jpg": [Rehearsal.cell("field-001.jpg", index: 3)]]
    desk.press(.character("c"))
    var seen = 0
    for key: Key in [
      .escape, .character("z"), .character("+"), .character("+"), .character("+"), .character("Z"),
      .character("-"), .character("z"), .character("+"), .character("-"), .character("-"),
    ] {
      desk.press(key)
      guard case .drawn(let drawn) = desk.state.shown?.content else {
        Issue.record("no picture")
        return
      }
      let line = try #require(
        desk.screen.first { $0.contains(" µm ") || $0.contains(" mm ") }, "\(key)")
      let bar = line.filter { ("\u{2588}"..."\u{258F}").contains($0) }
      let length = bar.reduce(0.0) { sum, block in
        sum + Double(0x2590 - block.unicodeScalars.first!.value) / 8
      }
      let label = try #require(line.firstMatch(of: /([0-9.]+) µm(?!²)/)?.1)
      let micrometres = try #require(Double(label))
      let scale = Double(drawn.region.width) / Double(drawn.picture.width) * 0.1
      #expect(abs(length - micrometres / scale) <= 1.0 / 16 + 1e-9, "\(key)")
      let digits = label.filter { $0 != "0" && $0 != "." }
      #expect(["1", "2", "5"].contains(digits), "\(label)")
      seen += 1
    }
    #expect(seen == 11)
  }

  @Test func `there is no scale bar where nobody said how large a pixel is`() {
    var desk = AnswerTests.classified()
    for key: Key in [.character("z"), .character("+")] {
      desk.press(key)
      #expect(!desk.shows("µm"))
    }
  }
}

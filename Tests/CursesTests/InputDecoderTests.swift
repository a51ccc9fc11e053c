import Curses
import Screen
import TestSupport
import Testing

@Suite("Keys from characters")
struct InputDecoderTests {
  /// What arrives in one go, then a pause.
  func events(_ parts: String...) -> [TerminalEvent] {
    var decoder = InputDecoder()
    var events: [TerminalEvent] = []
    for part in parts {
      for scalar in part.unicodeScalars { events += decoder.take(.character(scalar.value)) }
      events += decoder.pause()
    }
    return events
  }

  @Test("plain characters and controls")
  func plain() {
    #expect(
      events("4 é漢\u{1A}\u{C}\t\r\u{7F}\u{8}") == [
        .key(.character("4")), .key(.character(" ")), .key(.character("é")),
        .key(.character("漢")), .key(.control("z")), .key(.control("l")), .key(.tab),
        .key(.enter), .key(.backspace), .key(.backspace),
      ])
    #expect(events("\u{0}\u{1C}\u{9B}") == [])
  }

  @Test("escape is a key when nothing follows at once")
  func escape() {
    #expect(events("\u{1B}", "q") == [.key(.escape), .key(.character("q"))])
    #expect(events("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
  }

  @Test("Alt with a key does nothing: it must not label as the bare key would")
  func alt() {
    #expect(events("\u{1B}4") == [])
    #expect(events("\u{1B}4", "3") == [.key(.character("3"))])
  }

  @Test(
    "sequences that terminfo does not list",
    arguments: [
      ("\u{1B}[A", Key.up), ("\u{1B}OB", .down), ("\u{1B}[1~", .home), ("\u{1B}[8~", .end),
      ("\u{1B}[5~", .pageUp), ("\u{1B}[Z", .backTab), ("\u{1B}OP", .function(1)),
      ("\u{1B}[15~", .function(5)), ("\u{1B}Oq", .character("1")), ("\u{1B}Oy", .character("9")),
      ("\u{1B}OM", .enter),
    ])
  func sequences(text: String, key: Key) {
    #expect(events(text) == [.key(key)])
  }

  @Test(
    "unknown sequences are swallowed whole, digits and all",
    arguments: [
      "\u{1B}[1;5A", "\u{1B}[I", "\u{1B}[97;5u", "\u{1B}[?62;4c", "\u{1B}[99~",
      "\u{1B}[200;1~",
    ])
  func unknown(text: String) {
    #expect(events(text + "x") == [.key(.character("x"))])
  }

  @Test(
    "mouse reports of the first button and the wheel",
    arguments: [
      ("\u{1B}[<0;1;1M", Mouse.Action.press, 0, 0), ("\u{1B}[<0;12;34m", .release, 11, 33),
      ("\u{1B}[<32;300;7M", .drag, 299, 6), ("\u{1B}[<64;5;6M", .wheelUp, 4, 5),
      ("\u{1B}[<65;5;6M", .wheelDown, 4, 5),
    ])
  func mouse(text: String, action: Mouse.Action, column: Int, row: Int) {
    let place = Position(column: column, row: row)
    #expect(events(text + "j") == [.mouse(Mouse(action, at: place)), .key(.character("j"))])
    // A slow line may cut it anywhere.
    let cut = text.map { String($0) }
    var decoder = InputDecoder()
    var seen: [TerminalEvent] = []
    for (index, part) in cut.enumerated() {
      for scalar in part.unicodeScalars { seen += decoder.take(.character(scalar.value)) }
      if index > 0 { seen += decoder.pause() }
    }
    #expect(seen == [.mouse(Mouse(action, at: place))])
  }

  @Test(
    "other buttons, chords, malformed reports and the old form do nothing: their bytes are no keys",
    arguments: [
      "\u{1B}[<1;5;6M", "\u{1B}[<2;5;6M", "\u{1B}[<4;5;6M", "\u{1B}[<16;5;6M", "\u{1B}[<35;5;6M",
      "\u{1B}[<66;5;6M", "\u{1B}[<0;0;6M", "\u{1B}[<0;5M", "\u{1B}[<0;5;6;7M", "\u{1B}[<;;M",
      "\u{1B}[<0;-5;6M", "\u{1B}[<99999999999999999999;5;6M", "\u{1B}[M 41", "\u{1B}[M#  ",
    ])
  func noMouse(text: String) {
    #expect(events(text + "x") == [.key(.character("x"))])
  }

  @Test("a sequence that a slow line cuts is still one")
  func split() {
    #expect(events("\u{1B}[", "1", ";5", "A", "j") == [.key(.character("j"))])
  }

  @Test("a paste arrives as text, never as keys")
  func paste() {
    #expect(
      events("\u{1B}[200~1234\r\u{1B}[A\u{1B}", "[20x4\u{1B}[201~5")
        == [.paste("1234\r\u{1B}[A\u{1B}[20x4"), .key(.character("5"))])
    var decoder = InputDecoder()
    #expect(decoder.take(.code(0x7001)) == [])
    #expect(decoder.take(.character(0x31)) == [])
    #expect(decoder.take(.code(259)) == [])
    #expect(decoder.take(.code(0x7002)) == [.paste("1")])
    #expect(decoder.take(.code(259)) == [.key(.up)])
  }

  @Test("a paste keeps a bounded length, and Ctrl-C leaves one whose end is lost")
  func longPaste() {
    let flood = String(repeating: "4", count: InputDecoder.longestPaste + 5000)
    #expect(
      events("\u{1B}[200~" + flood + "\u{1B}[201~")
        == [.paste(String(repeating: "4", count: InputDecoder.longestPaste))])
    #expect(events("\u{1B}[200~ab\u{3}4") == [.paste("ab"), .key(.character("4"))])
  }

  @Test("an end without a beginning is nothing")
  func strayEnd() {
    #expect(events("\u{1B}[201~") == [])
    var decoder = InputDecoder()
    #expect(decoder.take(.code(0x7002)) == [])
  }

  @Test("whatever comes, a paste's text is never keys, and the decoder finds back")
  func noise() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "\u{1B}", "[", "O", "200~", "201~", "1", ";", "~", "A", "x", "\u{3}", "<", "\u{9B}",
    ]
    for _ in 0..<2000 {
      var decoder = InputDecoder()
      for _ in 0..<Int.random(in: 0..<40, using: &random) {
        let piece = pieces.randomElement(using: &random) ?? ""
        for scalar in piece.unicodeScalars { _ = decoder.take(.character(scalar.value)) }
        if Bool.random(using: &random) { _ = decoder.pause() }
      }
      // The end of any paste and of any sequence, then a key.
      var events: [TerminalEvent] = []
      for scalar in "\u{3}\u{1B}[201~\u{3}mmj".unicodeScalars {
        events += decoder.take(.character(scalar.value))
      }
      #expect(events.last == .key(.character("j")), "seed \(seed)")
    }
  }
}

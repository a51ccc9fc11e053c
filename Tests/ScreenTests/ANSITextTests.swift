import Screen
import Testing

@Suite("Pictures as text")
struct ANSITextTests {
  static func text(_ cells: [TerminalCell], columns: Int) -> String {
    String(decoding: ANSIText.bytes(of: cells, columns: columns), as: UTF8.self)
  }

  static func cell(
    _ text: String, _ ink: TerminalColour, _ ground: TerminalColour
  ) -> TerminalCell {
    TerminalCell(character: text, foreground: ink, background: ground, attributes: [])
  }

  @Test("colours are said once, rows end with a reset")
  func rows() {
    let red = TerminalColour.rgb(RGB(255, 0, 9))
    let cells = [
      Self.cell("▀", red, .palette(16)), Self.cell("▀", red, .palette(16)),
      Self.cell("▄", .palette(9), .palette(3)), Self.cell(" ", .palette(200), .palette(3)),
    ]
    #expect(
      Self.text(cells, columns: 2)
        == "\u{1B}[38;2;255;0;9;48;5;16m▀▀\u{1B}[0m\n\u{1B}[91;43m▄ \u{1B}[0m\n")
  }

  @Test("without colours there is no escape sequence")
  func plain() {
    let cells = ["@", " ", "."].map { Self.cell($0, .terminalDefault, .terminalDefault) }
    #expect(Self.text(cells, columns: 3) == "@ .\n")
    #expect(Self.text([], columns: 0) == "")
  }

  @Test("colours and characters follow the environment")
  func environment() {
    func depth(_ environment: [String: String]) -> ColourDepth {
      ColourDepth(environment: environment)
    }
    #expect(depth(["TERM": "xterm-256color", "COLORTERM": "truecolor"]) == .direct)
    #expect(depth(["TERM": "xterm-256color", "COLORTERM": ""]) == .palette256)
    #expect(depth(["TERM": "tmux-256color", "COLORTERM": "truecolor", "TMUX": "x"]) == .palette256)
    #expect(depth(["TERM": "xterm-direct"]) == .direct)
    #expect(depth(["TERM": "linux"]) == .palette8)
    #expect(depth(["TERM": "rxvt-16color"]) == .palette16)
    #expect(depth(["TERM": "dumb", "COLORTERM": "truecolor"]) == .mono)
    #expect(depth([:]) == .palette256)
    #expect(depth(["NO_COLOR": "1", "COLORTERM": "truecolor"]) == .mono)
    // NO_COLOR counts only when it is not empty.
    #expect(depth(["NO_COLOR": "", "TERM": "xterm-direct"]) == .direct)
    #expect(GlyphSet(environment: ["LANG": "de_DE.UTF-8"]) == .unicode)
    #expect(GlyphSet(environment: ["LANG": "de_DE.UTF-8", "LC_ALL": "C"]) == .ascii)
    #expect(GlyphSet(environment: ["LC_CTYPE": "C.utf8", "LC_ALL": ""]) == .unicode)
    #expect(GlyphSet(environment: [:]) == .ascii)
  }
}

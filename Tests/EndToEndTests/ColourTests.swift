import Foundation
import Testing

extension EndToEnd {
  /// The station on terminals of every kind.
  @Suite struct ColourTests {
    @Test(arguments: ["direct", "256", "16", "8", "mono"])
    func `with fewer colours the picture is still drawn and the text still read`(
      colours: String
    ) async throws {
      try await Workplace.use { place in
        let term = colours == "16" ? "xterm-16color" : "xterm-256color"
        let screen = try place.station(
          Sample.directory.path, "--colours", colours, term: term)
        try await screen.wait(for: "pictures 1/36")
        try await screen.wait(until: "a picture") { Self.pictureRows($0) >= 12 }
        try screen.press("c")
        try await screen.wait(for: " found")
        #expect(try screen.lines()[0].contains("For research use only."))
        let settled = try await screen.settled()
        let escapes = Self.colourEscapes(settled)
        switch colours {
        case "mono": #expect(escapes.isEmpty, "\(escapes.prefix(5))")
        case "8", "16": #expect(escapes.allSatisfy { !$0.contains("8;5") && !$0.contains("8;2") })
        case "256": #expect(escapes.contains { $0.contains("48;5;") })
        default:
          // Without the direct entries of ncurses-term it falls back to 256.
          #expect(escapes.contains { $0.contains("48;2;") || $0.contains("48;5;") })
        }
        #expect(colours == "mono" || escapes.count > 3)
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
      }
    }

    @Test func `NO_COLOR is respected`() async throws {
      try await Workplace.use { place in
        let screen = try place.station(Sample.directory.path, settings: ["NO_COLOR=1"])
        try await screen.wait(for: "pictures 1/36")
        try await screen.wait(until: "a picture") { Self.pictureRows($0) >= 12 }
        #expect(Self.colourEscapes(try await screen.settled()).isEmpty)
        try await screen.wait(for: "no colour")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
      }
    }

    @Test func `in a locale without UTF-8 everything is ASCII`() async throws {
      try await Workplace.use { place in
        let screen = try place.station(Sample.directory.path, settings: ["LC_ALL=C"])
        try await screen.wait(for: "pictures 1/36")
        try screen.press("c")
        try await screen.wait(for: " found")
        let text = try screen.text()
        #expect(text.contains("For research use only."))
        #expect(
          text.unicodeScalars.allSatisfy { $0.isASCII || "│─┌┐└┘├┤┬┴".unicodeScalars.contains($0) })
        let escapes = Self.colourEscapes(try await screen.settled())
        #expect(escapes.count > 100, "the picture is drawn in coloured blanks")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
      }
    }

    @Test(arguments: ["dark", "light", "high-contrast", "mono"])
    func `every theme opens`(theme: String) async throws {
      try await Workplace.use { place in
        let screen = try place.station(
          Sample.directory.path, "--theme", theme, columns: 80, rows: 24)
        try await screen.wait(for: "pictures 1/36")
        try screen.press("c")
        try await screen.wait(for: " found")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
      }
    }

    /// Rows with a piece of picture in them: half blocks, or glyphs of the ramp without colour.
    private static func pictureRows(_ screen: String) -> Int {
      screen.split(separator: "\n").count { line in line.count { "▀▄%#*@".contains($0) } > 2 }
    }

    /// Escapes that set a colour; reversal and bold are none.
    private static func colourEscapes(_ screen: String) -> [String] {
      screen.matches(of: #/\u{1B}\[([0-9;:]+)m/#).map { String($0.1) }.filter { codes in
        codes.split(separator: ";").contains { code in
          Int(code).map { (30...38).contains($0) || (40...48).contains($0) || $0 >= 90 } ?? false
        }
      }
    }
  }
}

import Foundation
import TestSupport
import Testing

extension EndToEnd {
  /// What each kind of terminal shows, byte by byte through an emulator of our own.
  @Suite struct TerminalKindTests {
    /// A terminal, its surroundings, and what it can do.
    struct Kind: Sendable, CustomTestStringConvertible {
      let name: String
      var term = "xterm-256color"
      var options: [String] = []
      var settings: [String: String] = [:]
      /// Colours that may be asked for: nil for direct ones.
      var colours: Int? = 256
      var isUTF8 = true

      var testDescription: String { name }
    }

    static let kinds = [
      Kind(name: "xterm", term: "xterm", colours: 8),
      Kind(name: "xterm-256color"),
      Kind(name: "xterm-direct", term: "xterm-direct", colours: nil),
      Kind(name: "xterm-16color", term: "xterm-16color", colours: 16),
      Kind(name: "xterm-256color-truecolor", settings: ["COLORTERM": "truecolor"], colours: nil),
      Kind(name: "vt100", term: "vt100", colours: 0),
      Kind(name: "vt220", term: "vt220", colours: 0),
      Kind(name: "linux", term: "linux", colours: 8),
      Kind(name: "screen", term: "screen", colours: 8),
      Kind(name: "screen-256color", term: "screen-256color"),
      Kind(name: "tmux", term: "tmux", colours: 8),
      Kind(
        name: "tmux-256color", term: "tmux-256color",
        settings: ["COLORTERM": "truecolor", "TMUX": "/tmp/t,1,0"]),
      Kind(name: "putty", term: "putty", colours: 8),
      Kind(name: "putty-256color", term: "putty-256color"),
      Kind(name: "16-colours", options: ["--colours", "16"], colours: 16),
      Kind(name: "8-colours", options: ["--colours", "8"], colours: 8),
      Kind(name: "mono", options: ["--colours", "mono"], colours: 0),
      Kind(name: "no-color", settings: ["NO_COLOR": "1"], colours: 0),
      Kind(name: "latin-1", settings: ["LC_ALL": "en_US.ISO-8859-1"], isUTF8: false),
      Kind(name: "lang-c", settings: ["LC_ALL": "C", "LANG": "C"], isUTF8: false),
      Kind(
        name: "linux-lang-c", term: "linux", settings: ["LC_ALL": "C"], colours: 8, isUTF8: false),
    ]

    @Test(arguments: kinds)
    func `the desk is whole and says nothing the terminal would not understand`(
      kind: Kind
    ) async throws {
      try await Workplace.use { place in
        let pictures = try Self.onePicture(place)
        var settings = kind.settings
        if kind.name == "latin-1" { settings["LOCPATH"] = try Self.latin1Locale(place) }
        let terminal = try place.bareStation(
          pictures, options: kind.options, term: kind.term, adding: settings)
        try await terminal.wait(for: "c finds the cells")
        let bytes = await terminal.settled()
        var emulator = Emulator(
          columns: 80, rows: 24,
          abilities: .init(
            colours: kind.colours, erasesInColour: try Self.erasesInColour(kind.term),
            isUTF8: kind.isUTF8))
        emulator.feed(bytes)
        #expect(emulator.foreign.isEmpty, "\(emulator.foreign.prefix(5))")
        #expect(emulator.bells == 0)
        #expect(emulator.isCursorShown && emulator.column == 1 && emulator.row == 2)
        #expect(emulator.lines[0].contains("For research use only."))
        try expectDump(ScreenDump.text(of: emulator, named: kind.name), kind.name)

        terminal.press("q")
        #expect(try await terminal.exitCode() == 0)
        emulator.feed(terminal.bytes.dropFirst(bytes.count))
        #expect(emulator.foreign.isEmpty, "\(emulator.foreign.prefix(5))")
        #expect(emulator.look == .init() && emulator.isCursorShown)
        #expect(!emulator.modes.contains("1049") && !emulator.modes.contains("2004"))
      }
    }

    @Test(arguments: ["no-such-terminal", "", "xterm-no-such"])
    func `an unknown TERM is answered by a sentence, and nothing else is written`(
      term: String
    ) async throws {
      try await Workplace.use { place in
        let terminal = try place.bareStation(try Self.onePicture(place), term: term)
        #expect(try await terminal.exitCode() == 3)
        let text = String(decoding: await terminal.settled(), as: UTF8.self)
        #expect(text.contains("the station needs a terminal"))
        #expect(text.contains("--linear"))
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\r" && $0 != "\n" })
      }
    }

    /// A directory with one picture of flat colours.
    static func onePicture(_ place: Workplace) throws -> String {
      let directory = place.root.appendingPathComponent("smear")
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: SharedData.repositoryRoot.appendingPathComponent(
          "Tests/EndToEndTests/Terminals/cell.png"),
        to: directory.appendingPathComponent("cell.png"))
      return directory.path
    }

    /// A locale that is not UTF-8, which few systems have ready.
    private static func latin1Locale(_ place: Workplace) throws -> String {
      let directory = place.root.appendingPathComponent("locales")
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      let ended = try Program(
        path: "localedef",
        arguments: ["-f", "ISO-8859-1", "-i", "en_US", "\(directory.path)/en_US.ISO-8859-1"],
        environment: place.environment, directory: directory.path
      ).runNow()
      try #require(ended.code == 0, "\(ended.errorText)")
      return directory.path
    }

    /// Whether the terminal's entry has `bce`.
    private static func erasesInColour(_ term: String) throws -> Bool {
      let ended = try Program(
        path: "infocmp", arguments: ["-1", term], environment: ["PATH": "/usr/bin:/bin"],
        directory: "/"
      ).runNow()
      try #require(ended.code == 0, "\(ended.errorText)")
      return ended.text.contains("\tbce,")
    }
  }
}

/// Compares a screen with `Terminals/NAME.txt`; RECORD_SNAPSHOTS=1 writes it, and the test fails then
/// too, so that no recording passes unseen.
private func expectDump(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = SharedData.repositoryRoot
    .appendingPathComponent("Tests/EndToEndTests/Terminals/\(name).txt")
  let recorded = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  guard recorded != text else { return }
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
    try text.write(to: file, atomically: true, encoding: .utf8)
    Issue.record("recorded \(name): look at it, then run again", sourceLocation: sourceLocation)
    return
  }
  let old = recorded.split(separator: "\n", omittingEmptySubsequences: false)
  let new = text.split(separator: "\n", omittingEmptySubsequences: false)
  let differing = (0..<max(old.count, new.count)).filter { line in
    (line < old.count ? old[line] : "") != (line < new.count ? new[line] : "")
  }
  let shown = differing.prefix(6).map { line in
    "\(line + 1)\nwas \(line < old.count ? old[line] : "-")\nis  \(line < new.count ? new[line] : "-")"
  }
  Issue.record(
    """
    \(name) differs from its dump in \(differing.count) lines:
    \(shown.joined(separator: "\n"))
    RECORD_SNAPSHOTS=1 records it anew.
    """, sourceLocation: sourceLocation)
}

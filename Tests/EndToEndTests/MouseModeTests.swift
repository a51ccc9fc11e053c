import Foundation
import Glibc
import Testing

extension EndToEnd {
  /// The mouse, where it was asked for, and the terminal after it.
  @Suite struct MouseModeTests {
    private func screen(_ bytes: [UInt8]) -> Emulator {
      var emulator = Emulator(
        columns: 80, rows: 24, abilities: .init(colours: 256, erasesInColour: true))
      emulator.feed(bytes)
      return emulator
    }

    @Test func `by default no mouse is asked for, and reports that come all the same do nothing`()
      async throws
    {
      try await Workplace.use { place in
        let terminal = try place.bareStation(Sample.directory.path)
        try await terminal.wait(for: "1/36")
        let bytes = await terminal.settled()
        #expect(!screen(bytes).modes.contains("1000"))
        terminal.press("\u{1B}[<0;5;6M\u{1B}[<0;5;6m\u{1B}[M 41")
        #expect(await terminal.settled().count == bytes.count)
        terminal.press("q")
        #expect(try await terminal.exitCode() == 0)
      }
    }

    @Test func `click, wheel and drag work, and Enter keeps the drawn box`() async throws {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.single(4))
        let terminal = try place.bareStation(directory, options: ["--mouse"])
        try await terminal.wait(for: "1/4")
        #expect(screen(await terminal.settled()).modes.isSuperset(of: ["1000", "1002", "1006"]))
        // The third row of the list: its frame begins at the screen's second row.
        terminal.press("\u{1B}[<0;8;5M\u{1B}[<0;8;5m")
        try await terminal.wait(until: "the third picture") {
          screen($0).text.contains("pictures 3/4")
        }
        terminal.press("\u{1B}[<64;8;5M")
        try await terminal.wait(until: "the second picture") {
          screen($0).text.contains("pictures 2/4")
        }
        await terminal.settled()
        terminal.press("\u{1B}[<0;50;6M\u{1B}[<32;56;9M\u{1B}[<0;56;9m")
        try await terminal.wait(until: "a box") { screen($0).text.contains("new box") }
        terminal.press("\r")
        try await terminal.wait(until: "the box is saved") {
          screen($0).text.contains("box added: saved")
        }
        terminal.press("q")
        #expect(try await terminal.exitCode() == 0)
        #expect(try await place.reviewed().isEmpty)
        try await place.expectWholeLog()
      }
    }

    @Test(arguments: ["quit", "SIGTERM", "SIGSEGV", "SIGILL", "SIGHUP"])
    func `however it ends, the mouse belongs to the terminal again`(ending: String) async throws {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.single(2))
        let terminal = try place.bareStation(directory, options: ["--mouse"])
        try await terminal.wait(for: "1/2")
        await terminal.settled()
        switch ending {
        case "SIGTERM": terminal.signal(SIGTERM)
        case "SIGSEGV": terminal.signal(SIGSEGV)
        case "SIGILL": terminal.signal(SIGILL)
        case "SIGHUP": terminal.signal(SIGHUP)
        default: terminal.press("q")
        }
        _ = try await terminal.exitCode()
        let modes = screen(await terminal.settled(.milliseconds(200))).modes
        for mode in ["1000", "1002", "1006", "2004", "1049"] {
          #expect(!modes.contains(mode), "\(ending) leaves \(mode) on")
        }
        #expect(terminal.modes() == "echo icanon isig opost")
      }
    }
  }
}

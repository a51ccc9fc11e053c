import Foundation
import Glibc
import Testing

extension EndToEnd {
  /// What goes over the line to the terminal: only what changed, nothing while idle.
  @Suite struct WrittenBytesTests {
    @Test(arguments: [[], ["--bandwidth", "low"]])
    func `nothing is written in two idle seconds, and the cursor stays on the selected row`(
      options: [String]
    ) async throws {
      try await Workplace.use { place in
        let terminal = try place.bareStation(Sample.directory.path, options: options)
        try await terminal.wait(for: "36")
        terminal.press("jjj")
        let bytes = await terminal.settled(.milliseconds(800))
        try await Task.sleep(for: .seconds(2))
        #expect(terminal.bytes.count == bytes.count)
        // A title (OSC 0, 1, 2; ESC k in screen) would carry file names into other programs' lists.
        let text = String(decoding: bytes, as: UTF8.self)
        for title in ["\u{1B}]0;", "\u{1B}]1;", "\u{1B}]2;", "\u{1B}k"] {
          #expect(!text.contains(title))
        }
        var emulator = Emulator(
          columns: 80, rows: 24, abilities: .init(colours: 256, erasesInColour: true))
        emulator.feed(bytes)
        #expect(emulator.isCursorShown)
        #expect(emulator.lines[emulator.row].contains("field-004"))
        terminal.press("q")
        #expect(try await terminal.exitCode() == 0)
      }
    }

    /// The pictures are all the same: what is left is the list.
    @Test func `moving the selection writes two rows and what else changed, a few hundred bytes`()
      async throws
    {
      try await Workplace.use { place in
        let directory = try TerminalKindTests.onePicture(place)
        for number in 1000..<1399 {
          try FileManager.default.copyItem(
            atPath: "\(directory)/cell.png", toPath: "\(directory)/field-\(number).png")
        }
        let terminal = try place.bareStation(directory)
        var emulator = Emulator(
          columns: 80, rows: 24, abilities: .init(colours: 256, erasesInColour: true))
        try await terminal.wait(until: "the list") { bytes in
          var screen = emulator
          screen.feed(bytes)
          return screen.text.contains("pictures 1/400")
        }
        // Within the first page, then down a list that scrolls.
        var most = (inPage: 0, scrolling: 0)
        var start = 0
        for step in 1...30 {
          let before = await terminal.settled(.milliseconds(150))
          emulator.feed(before.dropFirst(start))
          start = before.count
          let old = emulator.lines
          terminal.press("j")
          try await terminal.wait(until: "step \(step)") { $0.count > before.count }
          let after = await terminal.settled(.milliseconds(150))
          emulator.feed(after.dropFirst(start))
          start = after.count
          let cost = after.count - before.count
          let changed = zip(old, emulator.lines).count { $0 != $1 }
          if step <= 7 {
            most.inPage = max(most.inPage, cost)
            // The two rows, both titles above them, the status line.
            #expect(changed <= 4, "\(changed) rows changed")
          } else {
            most.scrolling = max(most.scrolling, cost)
          }
        }
        #expect(most.inPage <= 400, "\(most)")
        #expect(most.scrolling <= 800, "\(most)")
        terminal.press("q")
        #expect(try await terminal.exitCode() == 0)
      }
    }

    @Test func `on a slow line the title tells the bytes that were written`() async throws {
      try await Workplace.use { place in
        let terminal = try place.bareStation(
          Sample.directory.path, options: ["--bandwidth", "low"], columns: 120, rows: 40,
          adding: ["COLORTERM": "truecolor"])
        try await terminal.wait(for: "36")
        var emulator = Emulator(
          columns: 120, rows: 40, abilities: .init(colours: 256, erasesInColour: true))
        var start = 0
        var counts: [Int] = []
        for _ in 0..<4 {
          let bytes = await terminal.settled(.milliseconds(600))
          emulator.feed(bytes.dropFirst(start))
          counts.append(bytes.count)
          start = bytes.count
          // A key that changes one line: its frame is the last one that the next frame tells of.
          terminal.press("u")
          await terminal.settled(.milliseconds(600))
          terminal.press("\u{1B}")
        }
        let bytes = await terminal.settled(.milliseconds(600))
        emulator.feed(bytes.dropFirst(start))
        // Never direct colours, whatever the terminal promises.
        #expect(emulator.foreign.isEmpty, "\(emulator.foreign.prefix(3))")
        let title = emulator.lines[0]
        let told = try #require(
          title.firstMatch(of: /slow line ([0-9]+) B\/frame, ([0-9]+) kB/), "\(title)")
        // The frame that wrote this title is not in it.
        let frame = try #require(Int(told.1))
        #expect(frame > 20 && frame < 600, "\(title)")
        let total = try #require(Int(told.2))
        #expect(abs(total - bytes.count / 1024) <= 1, "\(title), written \(bytes.count)")
        terminal.press("q")
        #expect(try await terminal.exitCode() == 0)
      }
    }

    @Test func `B takes direct colours away and gives them back`() async throws {
      try await Workplace.use { place in
        let terminal = try place.bareStation(
          Sample.directory.path, columns: 100, rows: 30, adding: ["COLORTERM": "truecolor"])
        try await terminal.wait(for: "48:2:")
        await terminal.settled()
        var start = terminal.bytes.count
        terminal.press("B")
        try await terminal.wait(for: "slow line", after: start)
        try await terminal.wait(for: "48;5;", after: start)
        await terminal.settled(.milliseconds(600))
        #expect(!String(decoding: terminal.bytes.dropFirst(start), as: UTF8.self).contains("48:2:"))
        start = terminal.bytes.count
        terminal.press("j")
        try await terminal.wait(for: "field-002", after: start)
        start = await terminal.settled(.milliseconds(600)).count
        terminal.press("B")
        try await terminal.wait(for: "48:2:", after: start)
        terminal.press("q")
        #expect(try await terminal.exitCode() == 0)
        var emulator = Emulator(
          columns: 100, rows: 30, abilities: .init(colours: nil, erasesInColour: true))
        emulator.feed(terminal.bytes)
        #expect(emulator.foreign.isEmpty, "\(emulator.foreign.prefix(3))")
        #expect(!emulator.modes.contains("1049") && emulator.isCursorShown)
        #expect(terminal.modes() == "echo icanon isig opost")
      }
    }
  }
}

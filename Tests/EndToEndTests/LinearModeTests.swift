import Foundation
import Glibc
import Testing

extension EndToEnd {
  /// Lines instead of a screen: for screen readers, Braille, and terminals that can do no more.
  @Suite struct LinearModeTests {
    /// What was written, as lines.
    private func lines(_ bytes: [UInt8]) -> [String] {
      String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        .split(separator: "\n").map(String.init)
    }

    /// Only text that follows text: no escape, no return to an earlier place.
    private func expectAppendOnly(_ bytes: [UInt8], at location: SourceLocation = #_sourceLocation)
    {
      let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
      let controls = text.unicodeScalars.filter { $0.value < 32 && $0 != "\n" || $0.value == 127 }
      #expect(controls.isEmpty, "\(controls)", sourceLocation: location)
    }

    @Test(arguments: ["dumb", "xterm-256color"])
    func `a technician who hears the screen reviews two pictures`(term: String) async throws {
      try await Workplace.use { place in
        let samples = try await Sample.sure(2)
        let directory = try place.pictures(samples)
        let terminal = try place.bareStation(
          directory, options: term == "dumb" ? [] : ["--linear"], term: term)
        let before = terminal.modes()
        try await terminal.wait(for: "\(samples[0].name), picture 1 of 2: not classified yet")
        #expect(lines(terminal.bytes).contains { $0.contains("For research use only.") })
        if term == "dumb" {
          try await terminal.wait(for: "The terminal dumb cannot place its cursor")
        }
        #expect(terminal.modes().contains("-echo -icanon"))

        terminal.press("c")
        try await terminal.wait(for: "cell 1 of 1: suggestion ")
        try await terminal.wait(for: "Space accepts")
        try await Task.sleep(for: .milliseconds(300))
        terminal.press(" ")
        try await terminal.wait(for: ": saved (u undoes)")
        try await terminal.wait(for: "\(samples[1].name), picture 2 of 2: not classified yet")
        terminal.press("c")
        try await terminal.wait(for: "\(samples[1].name), picture 2 of 2, cell 1 of 1: suggestion ")
        try await Task.sleep(for: .milliseconds(300))
        terminal.press("9")
        try await terminal.wait(
          for: "\(samples[1].name), picture 2 of 2, cell 1 of 1: answered other")
        terminal.press("?")
        try await terminal.wait(for: "u: take the last answer back")
        // The list of keys is no page: the next key acts.
        terminal.press("k")
        try await terminal.wait(for: "\(samples[0].name), picture 1 of 2, cell 1 of 1: answered ")
        terminal.press("\r")
        try await terminal.wait(until: "the place twice") {
          self.lines($0).suffix(2).allSatisfy { $0.hasPrefix("\(samples[0].name), picture 1 of 2") }
        }
        expectAppendOnly(terminal.bytes)
        terminal.press("q")
        #expect(try await terminal.exitCode() == 0)
        #expect(terminal.modes() == before || before.contains("-echo"))
        #expect(terminal.modes() == "echo icanon isig opost")
        expectAppendOnly(terminal.bytes)
        #expect(try await place.reviewed().map { $0["decision"] } == ["confirm", "other"])
        try await place.expectWholeLog()
      }
    }

    @Test func `nothing is written in two idle seconds`() async throws {
      try await Workplace.use { place in
        let terminal = try place.bareStation(
          try place.pictures(try await Sample.single(2)), options: ["--linear"])
        try await terminal.wait(for: "picture 1 of 2")
        let before = await terminal.settled()
        try await Task.sleep(for: .seconds(2))
        #expect(terminal.bytes.count == before.count)
        terminal.press("q")
        #expect(try await terminal.exitCode() == 0)
      }
    }

    @Test func `whole lines from a shell's buffer act key by key, their ends are no keys`()
      async throws
    {
      try await Workplace.use { place in
        let terminal = try place.bareStation(
          try place.pictures(try await Sample.single(3)), options: ["--linear"])
        try await terminal.wait(for: "picture 1 of 3")
        await terminal.settled()
        let start = terminal.bytes.count
        terminal.press("j\n")
        try await terminal.wait(for: "picture 2 of 3", after: start)
        terminal.press("/nothing like it\n")
        try await terminal.wait(for: "no name contains", after: start)
        await terminal.settled()
        let said = lines(Array(terminal.bytes.dropFirst(start)))
        #expect(said.count == 4, "the picture, the search, its end, and the place again: \(said)")
        #expect(!said.contains { $0.contains("Enter does nothing") })
        terminal.signal(SIGTERM)
        #expect(try await terminal.exitCode() == 0)
        #expect(terminal.modes() == "echo icanon isig opost")
      }
    }

    @Test func `Ctrl-C and the end of the terminal end it, a crash gives the echo back`()
      async throws
    {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.single(2))
        let first = try place.bareStation(directory, options: ["--linear"])
        try await first.wait(for: "picture 1 of 2")
        first.press("\u{3}")
        #expect(try await first.exitCode() == 0)
        #expect(first.modes() == "echo icanon isig opost")

        let second = try place.bareStation(directory, options: ["--linear"])
        try await second.wait(for: "picture 1 of 2")
        second.signal(SIGSEGV)
        #expect(try await second.exitCode() == 128 + Int(SIGSEGV))
        #expect(second.modes() == "echo icanon isig opost")
        try await place.expectWholeLog()
      }
    }

    @Test func `without a terminal it reads keys from a pipe and ends where they end`() async throws
    {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.single(2))
        let ended = try await place.run("review", directory, "--linear")
        #expect(ended.code == 0, "\(ended.errorText)")
        #expect(ended.lines.first?.contains("For research use only.") ?? false)
        #expect(!ended.output.contains(0x1B))
      }
    }

    @Test func `in a locale that is not UTF-8 the lines are ASCII`() async throws {
      try await Workplace.use { place in
        let terminal = try place.bareStation(
          try place.pictures(try await Sample.single(2)), options: ["--linear"],
          adding: ["LC_ALL": "C"])
        try await terminal.wait(for: "picture 1 of 2")
        terminal.press("?")
        try await terminal.wait(for: "leave the program from anywhere")
        #expect(terminal.bytes.allSatisfy { $0 < 128 })
        terminal.press("q")
        #expect(try await terminal.exitCode() == 0)
      }
    }
  }
}

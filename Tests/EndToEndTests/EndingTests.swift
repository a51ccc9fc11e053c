import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEnd {
  /// However a session ends, the record is whole and the terminal is usable.
  @Suite struct EndingTests {
    @Test(arguments: [0, 3, 40])
    func `killed in the middle, nothing that was called saved is lost`(
      millisecondsAfterKey: Int
    ) async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(12)
        let directory = try place.pictures(samples)
        let screen = try place.station(directory)
        try await screen.wait(for: "pictures 1/12")
        try screen.press("C")
        try await screen.wait(for: "12 pictures classified")
        var saved: Set<String> = []
        for sample in samples.prefix(4) {
          try await screen.answer("9", saved: sample.name)
          saved.insert(sample.name)
        }
        // The last answer is on its way when the power goes.
        try? await Task.sleep(for: .milliseconds(250))
        try screen.press("9")
        usleep(useconds_t(millisecondsAfterKey * 1000))
        kill(try await screen.process(), SIGKILL)
        #expect(try await screen.exitCode() == 128 + Int(SIGKILL))
        let last = try screen.text()
        for sample in samples where TmuxScreen.isSaved(sample.name, on: last) {
          saved.insert(sample.name)
        }

        try await place.expectWholeLog()
        let ended = try await place.run("export", "--format", "jsonl")
        let names = try ended.lines.map { line in
          let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
          return try #require(row?["image_path_rel"] as? String)
        }
        #expect(saved.isSubset(of: names))
        #expect(names.count <= 5)
        #expect(Set(names).count == names.count)

        let next = try place.station(directory)
        try await next.wait(for: "\(names.count) of 12 are reviewed")
        try await next.answer("0", saved: samples[names.count].name)
        try next.press("q")
        #expect(try await next.exitCode() == 0)
        #expect(try await place.reviewed().count == names.count + 1)
        try await place.expectWholeLog()
      }
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `asked to end, it leaves the terminal as it was and the log whole`(
      signal: Int32
    ) async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(2)
        let screen = try place.station(try place.pictures(samples))
        try await screen.wait(for: "pictures 1/2")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        try await screen.answer("9", saved: samples[0].name)
        kill(try await screen.process(), signal)
        #expect(try await screen.exitCode() == 0)
        let modes = try screen.modes()
        #expect(modes.before == modes.after)
        try await screen.wait(toLose: "For research use only")
        #expect(try screen.flags().hasSuffix("cursor=1 alternate=0 mouse=0"))
        #expect(try await place.reviewed().count == 1)
        try await place.expectWholeLog()
      }
    }

    @Test func `a trap leaves the terminal as it was and the log whole`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(2)
        let screen = try place.station(try place.pictures(samples))
        try await screen.wait(for: "pictures 1/2")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        try await screen.answer("9", saved: samples[0].name)
        kill(try await screen.process(), SIGILL)
        #expect(try await screen.exitCode() == 128 + Int(SIGILL))
        let modes = try screen.modes()
        #expect(modes.before == modes.after)
        #expect(try screen.flags().hasSuffix("cursor=1 alternate=0 mouse=0"))
        #expect(try await place.reviewed().count == 1)
        try await place.expectWholeLog()
      }
    }

    @Test func `one may quit while cells are being looked for`() async throws {
      try await Workplace.use { place in
        for round in 1...6 {
          let screen = try place.station(
            Sample.directory.path, settings: ["SWIFT_BACKTRACE=enable=no"])
          try await screen.wait(for: "pictures ")
          try screen.press("C")
          try? await Task.sleep(for: .milliseconds(40 * round))
          try screen.press("q")
          #expect(try await screen.exitCode() == 0)
          screen.close()
        }
        try await place.expectWholeLog()
      }
    }

    @Test func `a closed window ends the station, and the log is whole`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(2)
        let screen = try place.station(try place.pictures(samples))
        try await screen.wait(for: "pictures 1/2")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        try await screen.answer("9", saved: samples[0].name)
        let process = try await screen.process()
        screen.close()
        let deadline = ContinuousClock.now + TmuxScreen.patience
        while kill(process, 0) == 0, ContinuousClock.now < deadline {
          try? await Task.sleep(for: .milliseconds(20))
        }
        #expect(kill(process, 0) != 0, "the station outlived its terminal")
        #expect(try await place.reviewed().count == 1)
        try await place.expectWholeLog()
      }
    }

    @Test func `Ctrl-Z goes to the shell and fg comes back to the same screen`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(2)
        let directory = try place.pictures(samples)
        let shell = try place.terminal(["bash", "--norc", "--noprofile", "-i"])
        try await shell.wait(for: "ready>")
        try shell.type("stty -a > before; clear")
        try shell.type("'\(Workplace.binary)' review '\(directory)'")
        try await shell.wait(for: "pictures 1/2")
        try shell.press("j")
        try await shell.wait(for: "pictures 2/2")
        try shell.press("C-z")
        try await shell.wait(for: "Stopped")
        try shell.type("stty -a > stopped; echo at the shell")
        try await shell.wait(until: "the shell's answer") { $0.contains("\nat the shell") }
        try shell.type("fg")
        try await shell.wait(for: "pictures 2/2")
        try await shell.wait(until: "the picture") { $0.contains("▀") || $0.contains("▄") }
        try shell.press("k")
        try await shell.wait(for: "pictures 1/2")
        try shell.press("q")
        try await shell.wait(toLose: "pictures 1/2")
        try shell.type("echo code=$?; stty -a > after")
        try await shell.wait(for: "code=0")
        func modes(_ name: String) throws -> String {
          try String(contentsOf: place.root.appendingPathComponent(name), encoding: .utf8)
        }
        try await shell.wait(until: "the modes") { _ in (try? modes("after"))?.isEmpty == false }
        #expect(try modes("before") == modes("stopped"))
        #expect(try modes("before") == modes("after"))
      }
    }

    @Test func `a storm of new window sizes leaves the screen right`() async throws {
      try await Workplace.use { place in
        let screen = try place.station(Sample.directory.path)
        try await screen.wait(for: "pictures 1/36")
        try screen.press("c")
        try await screen.wait(for: " found")
        try screen.press("j", "k", "Escape")
        try await screen.wait(toLose: "found")
        try await screen.wait(until: "the picture") { $0.contains("▀") || $0.contains("▄") }
        let before = try await screen.settled()

        var random = SeededGenerator(seed: 60)
        for _ in 0..<60 {
          try screen.resize(
            columns: .random(in: 2...240, using: &random),
            rows: .random(in: 2...70, using: &random))
        }
        try screen.resize(columns: 20, rows: 5)
        try await screen.wait(for: "Window too small")
        try screen.resize(columns: 240, rows: 70)
        try await screen.wait(for: "pictures 1/36")
        try screen.resize(columns: 60, rows: 18)
        try await screen.wait(for: "pictures 1/36")
        try screen.resize(columns: 59, rows: 18)
        try await screen.wait(for: "HematoVision needs")
        try screen.resize(columns: 120, rows: 40)
        try await screen.wait(for: "pictures 1/36")
        let after = try await screen.settled()
        for (old, new) in zip(visibleCells(before), visibleCells(after)) { #expect(new == old) }
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        try await place.expectWholeLog()
      }
    }
  }
}

extension TmuxScreen {
  /// The screen with its colours, once it no longer changes.
  func settled() async throws -> String {
    var last = try coloured()
    var repeats = 0
    for _ in 0..<200 where repeats < 4 {
      try? await Task.sleep(for: .milliseconds(60))
      let next = try coloured()
      repeats = next == last ? repeats + 1 : 0
      last = next
    }
    return last
  }

  /// What a program may leave switched on.
  func flags() throws -> String {
    try tmux([
      "display-message", "-p",
      "cursor=#{cursor_flag} alternate=#{alternate_on} mouse=#{mouse_any_flag}",
    ]).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

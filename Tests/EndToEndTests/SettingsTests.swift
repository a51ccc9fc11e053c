import Foundation
import Testing

extension EndToEnd {
  /// What a technician or a laboratory sets in files, by the environment and by flags.
  @Suite struct SettingsTests {
    /// Writes files of settings below `XDG_CONFIG_HOME` and gives the environment for it.
    static func settings(_ files: [String: String], in place: Workplace) throws -> [String: String]
    {
      let home = place.root.appendingPathComponent("config")
      let directory = home.appendingPathComponent("hematovision")
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      for (name, text) in files {
        try Data(text.utf8).write(to: directory.appendingPathComponent(name))
      }
      return ["XDG_CONFIG_HOME": home.path]
    }

    @Test func `without directories of its own all lies below HOME`() async throws {
      try await Workplace.use { place in
        let home = place.root.appendingPathComponent("home").path
        let said = try await place.run(
          ["doctor"],
          adding: ["HOME": home, "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", "XDG_STATE_HOME": ""])
        #expect(said.text.contains("settings    \(home)/.config/hematovision,"), "\(said.text)")
        #expect(
          said.text.contains("\(home)/.local/share/hematovision/review.sqlite"), "\(said.text)")
      }
    }

    @Test func `print-config shows each value and where it was said`() async throws {
      try await Workplace.use { place in
        var environment = try Self.settings(
          [
            "config.toml": "# mine\nthreads = 2\ntheme = \"light\"\n",
            "keymap.toml": "redo = \"F9\"\n", "classes.toml": "SMUDGE = false\n",
          ], in: place)
        let machine = place.root.appendingPathComponent("machine/hematovision")
        try FileManager.default.createDirectory(at: machine, withIntermediateDirectories: true)
        try Data("reviewer = \"lab\"\nthreads = 1\n".utf8)
          .write(to: machine.appendingPathComponent("config.toml"))
        environment["XDG_CONFIG_DIRS"] = machine.deletingLastPathComponent().path
        environment["HEMATOVISION_THEME"] = "mono"
        let shown = try await place.run(
          ["--print-config", "--colours", "16"], adding: environment)
        #expect(shown.code == 0, "\(shown.errorText)")
        func line(_ start: String) -> String {
          shown.lines.first { $0.hasPrefix(start) }.map(String.init) ?? ""
        }
        let own = place.root.path + "/config/hematovision"
        #expect(line("theme = \"mono\"").hasSuffix("# HEMATOVISION_THEME"))
        #expect(line("threads = 2").hasSuffix("# \(own)/config.toml:2"))
        #expect(line("reviewer = \"lab\"").hasSuffix("# \(machine.path)/config.toml:1"))
        #expect(line("colours = \"16\"").hasSuffix("# --colours"))
        #expect(line("# model: /").hasSuffix("# the weights that come with the program"))
        #expect(line("# log: \(place.log)").hasSuffix("# review.sqlite in the XDG data directory"))
        #expect(line("look_milliseconds = 150").hasSuffix("# default"))
        #expect(line("redo = [\"F9\"]").hasSuffix("# \(own)/keymap.toml:1"))
        #expect(line("accept = [\"Space\"]").hasSuffix("# default"))
        #expect(line("BAND = {").contains("key = \"F2\""))
        #expect(line("SMUDGE").isEmpty)
      }
    }

    @Test(arguments: [
      ("config.toml", "\ntheem = \"light\"", "config.toml:2", "Did you mean theme?"),
      ("config.toml", "threads = many", "config.toml:1:11", "Mend that line"),
      ("keymap.toml", "\nredo = \"u\"", "keymap.toml:2", "Give one of the two other keys"),
      ("keymap.toml", "quit = []", "keymap.toml:1", "Give it at least one key"),
      ("classes.toml", "[BLAST]\nkey = \"q\"", "classes.toml:1", "Give one of the two other keys"),
    ])
    func `what cannot be used is refused with file, line and cure`(
      name: String, text: String, line: String, cure: String
    ) async throws {
      try await Workplace.use { place in
        let environment = try Self.settings([name: text], in: place)
        let refused = try await place.run(["--print-config"], adding: environment)
        #expect(refused.code == 3)
        #expect(refused.errorText.contains(line), "\(refused.errorText)")
        #expect(refused.errorText.contains(cure), "\(refused.errorText)")
        let doctor = try await place.run(["doctor"], adding: environment)
        #expect(doctor.code == 3)
        #expect(doctor.text.contains(line), "\(doctor.text)")
      }
    }

    @Test func `without a directory the command line says what is missing`() async throws {
      try await Workplace.use { place in
        let ended = try await place.run([])
        #expect(ended.code == 2)
        #expect(ended.errorText.contains("hematovision DIRECTORY"), "\(ended.errorText)")
      }
    }

    @Test func `own keys and own classes reach the screen, the log and the table`() async throws {
      try await Workplace.use { place in
        let environment = try Self.settings(
          [
            "keymap.toml": "classify = \"F7\"\nnext-unreviewed = \"F8\"\n",
            "classes.toml":
              "[HAIRY]\nname = \"hairy cell\"\nshort = \"Hai\"\nkey = \"F6\"\ncounts = false\n",
          ], in: place)
        let samples = try await Sample.single(3)
        let screen = try place.station(
          try place.pictures(samples), settings: environment.map { "\($0)=\($1)" })
        try await screen.wait(for: "F7 finds the cells")
        try screen.press("F7")
        try await screen.wait(for: "1 white cell found")
        try await screen.answer("F6", saved: samples[0].name)
        try await screen.wait(for: "pictures 2/3")
        try screen.press("F7")
        try await screen.wait(for: "1 white cell found")
        try await screen.answer("F3", saved: samples[1].name)
        try await screen.wait(for: "counted 1, pictures 2/3")
        try screen.press("?")
        try await screen.wait(for: "hairy cell, go to the next cell")
        try screen.press("q", "q")
        #expect(try await screen.exitCode() == 0)
        let table = try await place.run(["export", "--format", "csv"], adding: environment)
        let rows = try CSVTable(table.output).rows
        #expect(rows.map { $0["final_label"] } == ["HAIRY", "BLAST"])
        #expect(rows.map { $0["counts_in_total"] } == ["false", "true"])
        try await place.expectWholeLog()
      }
    }

    @Test func `the first session begins with a few keys, the second does not`() async throws {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.single(1))
        let first = try place.station(directory, isFirstSession: true)
        try await first.wait(for: "A few keys do most of the work.")
        try await first.wait(for: "pictures 1/1")
        try first.press("c")
        try await first.wait(for: "1 white cell found")
        try await first.wait(toLose: "A few keys")
        try first.press("q")
        #expect(try await first.exitCode() == 0)
        let second = try place.station(directory)
        try await second.wait(for: "cell 1 of 1")
        #expect(!(try second.text()).contains("A few keys"))
        try second.press("i")
        try await second.wait(for: "A few keys do most of the work.")
        try second.press("q", "q")
        #expect(try await second.exitCode() == 0)
      }
    }

    /// The number pad in application mode, as PuTTY sends it with or without Num Lock.
    @Test func `digits of the number pad answer like the others`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(3)
        let codes = try await Sample.classCodes.value
        let screen = try place.station(try place.pictures(samples))
        try await screen.wait(for: "pictures 1/3")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        try await Task.sleep(for: .milliseconds(400))
        // ESC O s is the 3 of the pad.
        try screen.tmux(["send-keys", "-l", "\u{1B}Os"])
        try await screen.wait(for: "pictures 2/3")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        try await Task.sleep(for: .milliseconds(400))
        try screen.press("KP7")
        try await screen.wait(for: "pictures 3/3")
        try screen.press("Q")
        #expect(try await screen.exitCode() == 0)
        let rows = try await place.reviewed()
        #expect(rows.map { $0["final_label"] } == [codes[2], codes[6]])
      }
    }
  }
}

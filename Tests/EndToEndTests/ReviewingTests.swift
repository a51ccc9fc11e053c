import Foundation
import Testing

extension EndToEnd {
  /// The main job, from the first picture to the exported table.
  @Suite struct ReviewingTests {
    @Test func `a technician opens the samples and moves through them by keys`() async throws {
      try await Workplace.use { place in
        let screen = try place.station(Sample.directory.path)
        try await screen.wait(for: "pictures 1/36")
        try await screen.wait(for: "picture field-001.jpg", isTitle: true)
        let lines = try screen.lines()
        #expect(lines[0].contains("For research use only. Not for use in diagnostic procedures."))
        #expect(lines[2].contains(">"), "the selected picture is marked")
        try await screen.wait(until: "half blocks") { $0.contains("▀") || $0.contains("▄") }

        try screen.press("j")
        try await screen.wait(for: "pictures 2/36")
        try screen.press("Down")
        try await screen.wait(for: "pictures 3/36")
        try screen.press("k")
        try await screen.wait(for: "pictures 2/36")
        try screen.press("G")
        try await screen.wait(for: "pictures 36/36")
        try screen.press("j")
        try await screen.wait(for: "this is the last picture")
        try screen.press("g", "g")
        try await screen.wait(for: "pictures 1/36")
        try screen.press("/")
        try screen.press("0", "2", "7", "Enter")
        try await screen.wait(for: "pictures 27/36")
        try screen.press("?")
        try await screen.wait(for: "take the last answer back")
        try screen.press("q")
        try await screen.wait(for: "pictures 27/36")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        let modes = try screen.modes()
        #expect(modes.before == modes.after)
      }
    }

    @Test func `one key classifies, one key answers, and every answer can be taken back`()
      async throws
    {
      try await Workplace.use { place in
        let samples = try await Sample.sure(3)
        let codes = try await Sample.classCodes.value
        let directory = try place.pictures(samples)
        let screen = try place.station(directory, columns: 200, rows: 60)
        try await screen.wait(for: "not classified yet")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        let box = samples[0].cells[0].box
        try await screen.wait(for: "box \(box[2]) x \(box[3]) px")
        try await screen.wait(for: "at \(box[0]), \(box[1])")
        try await screen.wait(for: "ok: Space accepts")

        try await screen.answer("Space", saved: samples[0].name)
        try await screen.wait(for: "pictures 2/3")
        try await screen.wait(for: "counted 1, pictures 1/3")
        try screen.press("u")
        try await screen.wait(for: "taken back: \(samples[0].name)")
        try await screen.wait(for: ": saved")
        try await screen.wait(for: "counted 0, pictures 0/3")
        try await screen.wait(for: "pictures 1/3")
        try screen.press("C-r")
        try await screen.wait(for: "done again: \(samples[0].name)")
        try await screen.wait(for: ": saved")
        try await screen.wait(for: "counted 1, pictures 1/3")

        try screen.press("]")
        try await screen.wait(for: "pictures 2/3")
        try screen.press("c")
        try await screen.wait(for: "ok: Space accepts")
        let other = try #require(codes.firstIndex { $0 != samples[1].cells[0].label })
        try await screen.answer("\(other + 1)", saved: samples[1].name)
        try await screen.wait(for: "counted 2, pictures 2/3")
        try screen.press("Q")
        #expect(try await screen.exitCode() == 0)

        let rows = try await place.reviewed()
        #expect(rows.map { $0["image_path_rel"] } == samples.prefix(2).map(\.name))
        #expect(rows.map { $0["decision"] } == ["confirm", "override"])
        #expect(rows.map { $0["final_label"] } == [samples[0].cells[0].label, codes[other]])
        #expect(rows.map { $0["ai_label"] } == samples.prefix(2).map { $0.cells[0].label })
        try await place.expectWholeLog()
      }
    }

    @Test func `keys still work while the rest is classified in the background`() async throws {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.all(), times: 40)
        let screen = try place.station(directory)
        try await screen.wait(for: "pictures 1/1440")
        try screen.press("C")
        try await screen.wait(for: "classifying")
        try screen.press("j", "j", "j")
        let during = try await screen.wait(until: "the fourth picture") {
          $0.contains("pictures 4/1440")
        }
        #expect(during.contains("classifying"), "the keys were answered before the batch ended")
        try screen.press("C")
        try await screen.wait(for: "stopped after")
        try await screen.wait(toLose: "/1440 ██")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        try await place.expectWholeLog()
      }
    }

    @Test func `a batch says when it is through, and that nothing is left`() async throws {
      try await Workplace.use { place in
        let screen = try place.station(try place.pictures(try await Sample.all()))
        try await screen.wait(for: "pictures 1/36")
        try screen.press("C")
        try await screen.wait(for: "36 pictures classified")
        #expect(!(try screen.text()).contains("could not be read"))
        try screen.press("C")
        try await screen.wait(for: "every picture has been classified")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        try await place.expectWholeLog()
      }
    }

    @Test
    func `tomorrow the technician goes on at the first open picture, and exports what is done`()
      async throws
    {
      try await Workplace.use { place in
        let samples = try await Sample.sure(4)
        let directory = try place.pictures(samples)
        let monday = try place.station(directory, "--reviewer", "Ines Ünal")
        try await monday.wait(for: "pictures 1/4")
        try monday.press("C")
        try await monday.wait(for: "4 pictures classified")
        try await monday.answer("Space", saved: samples[0].name)
        try await monday.answer("9", saved: samples[1].name)
        try monday.press("q")
        #expect(try await monday.exitCode() == 0)
        let modes = try monday.modes()
        #expect(modes.before == modes.after)

        let tuesday = try place.station(directory)
        try await tuesday.wait(for: "2 of 4 are reviewed")
        try await tuesday.wait(for: "pictures 3/4")
        try await tuesday.wait(for: "counted 1, pictures 2/4")
        let list = try tuesday.lines()
        #expect(list[2].contains("+ \(samples[0].name)"), "\(list[2])")
        #expect(list[3].contains("! \(samples[1].name)"), "\(list[3])")
        #expect(list[3].contains("Other"), "\(list[3])")
        try await tuesday.answer("0", saved: samples[2].name)
        try tuesday.press("q")
        #expect(try await tuesday.exitCode() == 0)

        let rows = try await place.reviewed()
        #expect(rows.map { $0["image_path_rel"] } == samples.prefix(3).map(\.name))
        #expect(rows.map { $0["decision"] } == ["confirm", "other", "unidentified"])
        #expect(rows.prefix(2).allSatisfy { $0["reviewer_id"] == "Ines Ünal" })
        let box = samples[0].cells[0].box.map(String.init)
        #expect(["box_x", "box_y", "box_width", "box_height"].map { rows[0][$0] } == box)
        try await place.expectWholeLog()

        let file = place.root.appendingPathComponent("reviewed.csv")
        #expect(try await place.run("export", "--output", file.path).code == 0)
        #expect(try CSVTable(Data(contentsOf: file)).rows.count == 3)
        let again = try await place.run("export", "--output", file.path)
        #expect(again.code == 3)
        #expect(again.errorText.contains("--force"))
      }
    }

    @Test func `a box placed by keys becomes a cell like any other`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(2)
        let directory = try place.pictures(samples)
        let screen = try place.station(directory)
        try await screen.wait(for: "pictures 1/2")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        try screen.press("a")
        try await screen.wait(for: "new box")
        try screen.press("Left", "Left", "Up", "Escape")
        try await screen.wait(for: "box left as it was")
        #expect(!(try screen.text()).contains("cell 1 of 2"))

        try screen.press("a")
        try await screen.wait(for: "new box")
        try screen.press("Left", "Left", "Up", "+", "L")
        try screen.press("Enter")
        try await screen.wait(for: "box added: saved")
        let first = try await screen.wait(until: "two cells") { $0.contains(" of 2") }
        try screen.press("Tab")
        try await screen.wait(for: first.contains("cell 1 of 2") ? "cell 2 of 2" : "cell 1 of 2")
        try screen.press("Tab")
        try await screen.wait(for: first.contains("cell 1 of 2") ? "cell 1 of 2" : "cell 2 of 2")
        try await screen.answer("9", saved: samples[0].name)
        try screen.press("Q")
        #expect(try await screen.exitCode() == 0)

        let rows = try await place.reviewed()
        try #require(rows.count == 1)
        let box = ["box_x", "box_y", "box_width", "box_height"].map { Int(rows[0][$0] ?? "") ?? -1 }
        #expect(box != samples[0].cells[0].box)
        #expect(box.allSatisfy { $0 >= 0 })
        #expect(box[2] > 8 && box[3] > 8)
        try await place.expectWholeLog()
      }
    }
  }
}

extension TmuxScreen {
  /// Waits for a picture's name in the title of the picture's panel.
  func wait(
    for title: String, isTitle: Bool, at location: SourceLocation = #_sourceLocation
  ) async throws {
    let name = title.split(separator: " ").last.map(String.init) ?? title
    try await wait(until: "\(name) in the panel's title", at: location) {
      $0.split(separator: "\n").dropFirst().first?.contains(name) ?? false
    }
  }

  /// Presses a key that answers, until the status line calls the answer saved.
  ///
  /// The station refuses a key that comes before a person can have seen the cell; only then is it
  /// pressed again.
  func answer(
    _ key: String, saved name: String, at location: SourceLocation = #_sourceLocation
  ) async throws {
    for _ in 0..<20 {
      try press(key)
      let seen = try await wait(until: "\(name) is saved", at: location) { screen in
        Self.isSaved(name, on: screen) || screen.contains("too quick")
      }
      if Self.isSaved(name, on: seen) { return }
      try? await Task.sleep(for: .milliseconds(200))
      // Another key's message takes the old one away.
      try press("Escape")
      try await wait(toLose: "too quick", at: location)
    }
    throw NotSeen(wish: "\(name) saved")
  }

  /// Whether the status line says that an answer for a picture is saved.
  static func isSaved(_ name: String, on screen: String) -> Bool {
    screen.split(separator: "\n").contains {
      $0.drop { $0 == " " }.hasPrefix(name) && $0.contains(": saved (u undoes)")
    }
  }
}

import Foundation
import Testing

extension EndToEnd {
  /// The gallery and the reference cells with real pictures, engine and log.
  @Suite struct GalleryTests {
    @Test func `two marked cells move to another class, and one key takes both back`()
      async throws
    {
      try await Workplace.use { place in
        let samples = try await Self.alike(3)
        let label = samples[0].cells[0].label
        let codes = try await Sample.classCodes.value
        let other = label == codes[0] ? 1 : 0
        let directory = try place.pictures(samples)
        let screen = try place.station(directory, columns: 120, rows: 40)
        try await screen.wait(for: "not classified yet")
        try screen.press("C")
        try await screen.wait(for: "3 pictures classified")
        try screen.press("w")
        try await screen.wait(for: "3 cells, 0 answered, 3 open")
        try await screen.wait(until: "half blocks in the thumbnails") { $0.contains("▀") }

        try await screen.look(thenPress: "Space")
        try await screen.wait(for: "# 1 marked")
        try await screen.look(thenPress: "v")
        try await screen.wait(for: "# 2 marked")
        try screen.press("\(other + 1)")
        try await screen.wait(for: "2 cells →")
        try await screen.look(thenPress: "Enter")
        try await screen.wait(for: ": saved")
        try await screen.wait(for: "1 cell, 0 answered, 1 open")
        try screen.press("q")
        try await screen.wait(for: "pictures 1/3")
        let rows = try await place.reviewed()
        #expect(rows.map { $0["image_path_rel"] } == samples.prefix(2).map(\.name))
        #expect(rows.map { $0["final_label"] } == [codes[other], codes[other]])
        #expect(rows.map { $0["decision"] } == ["override", "override"])
        #expect(rows.map { $0["queue_order"] } == ["gallery", "gallery"])
        #expect(rows.map { $0["queue_position"] } == ["1", "2"])
        let dwelt = rows.map { Int($0["dwell_ms"] ?? "") ?? 0 }
        #expect(dwelt.min() ?? 0 >= 150)

        try screen.press("w", "u")
        try await screen.wait(for: "taken back: 2 answers")
        try await screen.wait(for: ": saved")
        try screen.press("Q")
        #expect(try await screen.exitCode() == 0)
        let left = try await place.reviewed()
        #expect(left.isEmpty)
        try await place.expectWholeLog()
      }
    }

    @Test func `a cell confirmed in one directory is a reference in another`() async throws {
      try await Workplace.use { place in
        let samples = try await Self.alike(2)
        let label = samples[0].cells[0].label
        let first = try place.pictures([samples[0]], in: "monday")
        let monday = try place.station(first, "--reviewer", "anna")
        try await monday.wait(for: "not classified yet")
        try monday.press("c")
        try await monday.wait(for: "1 white cell found")
        try await monday.answer("Space", saved: samples[0].name)
        try monday.press("q")
        #expect(try await monday.exitCode() == 0)

        let second = try place.pictures([samples[1]], in: "tuesday")
        let tuesday = try place.station(second, "--reviewer", "kbm")
        try await tuesday.wait(for: "not classified yet")
        try tuesday.press("c")
        try await tuesday.wait(for: "1 white cell found")
        try tuesday.press("r")
        try await tuesday.wait(for: "reference: \(label.lowercased())")
        try await tuesday.wait(for: "anna")
        // The file goes away: what cannot be shown is no example.
        try FileManager.default.removeItem(atPath: "\(first)/\(samples[0].name)")
        try tuesday.press("r", "r", "r")
        try await tuesday.wait(for: "but their files are gone")
        try tuesday.press("q")
        #expect(try await tuesday.exitCode() == 0)
      }
    }

    @Test(arguments: ["xterm-256color", "xterm-direct", "linux", "vt100"])
    func `many pictures at once are shown in whatever colours there are`(term: String) async throws
    {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.all(), times: 4)
        let screen = try place.station(directory, columns: 200, rows: 60, term: term)
        try await screen.wait(for: "pictures 1/144")
        try screen.press("C")
        try await screen.wait(for: " pictures classified")
        try screen.press("w")
        try await screen.wait(for: "answered, ")
        _ = try await screen.settled()
        let home = try screen.lines()[2]
        try await screen.turn("Tab", from: home)
        try await screen.turn("[", to: home)
        let first = visibleCells(try await screen.settled())
        // Many more colours than one page has: the first page comes back as it was.
        var there = home
        for _ in 0..<4 { there = try await screen.turn("Tab", from: there) }
        try screen.press("[", "[", "[")
        try await screen.turn("[", to: home)
        let again = visibleCells(try await screen.settled())
        #expect(again == first)
        try screen.press("Q")
        #expect(try await screen.exitCode() == 0)
      }
    }

    /// Samples with one cell each, all with the same sure suggestion.
    private static func alike(_ count: Int) async throws -> [Sample] {
      let sure = try await Sample.all().filter { $0.cells.count == 1 && $0.cells[0].status == "ok" }
      let byLabel = Dictionary(grouping: sure) { $0.cells[0].label }
      let label = try #require(byLabel.keys.sorted().first { byLabel[$0]?.count ?? 0 >= count })
      return Array((byLabel[label] ?? []).prefix(count))
    }
  }
}

extension TmuxScreen {
  /// Looks at what is on screen as long as a person would, then presses a key.
  fileprivate func look(thenPress key: String) async throws {
    try await Task.sleep(for: .milliseconds(400))
    try press(key)
  }

  /// Turns to another class; returns its heading once every thumbnail is drawn.
  @discardableResult
  fileprivate func turn(
    _ key: String, from heading: String? = nil, to target: String? = nil
  ) async throws -> String {
    try press(key)
    try await wait(until: "another class with all thumbnails") { screen in
      let line = try lines()[2]
      return line != heading && (target == nil || line == target) && !screen.contains("loading")
    }
    return try lines()[2]
  }
}

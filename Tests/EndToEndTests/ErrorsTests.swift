import Foundation
import Testing

extension EndToEnd {
  /// From `evaluate` to the station: the errors of the real engine on the samples, looked at and answered.
  @Suite struct ErrorsTests {
    /// Copies of samples with one sure cell, labelled as answered but for the first `wrong`.
    private func data(in place: Workplace, wrong: Int) async throws -> (
      manifest: String, samples: [Sample], labels: [String]
    ) {
      let samples = try await Sample.sure(4)
      let directory = try place.pictures(samples)
      let codes = try await Sample.classCodes.value
      let labels = samples.enumerated().map { number, sample in
        let label = sample.cells[0].label
        return number < wrong ? (label == codes[0] ? codes[1] : codes[0]) : label
      }
      let manifest = URL(fileURLWithPath: directory).appendingPathComponent("manifest.csv")
      let rows = zip(samples, labels).map { "\($0.name),\($1)\n" }
      try Data(("path,class\n" + rows.joined()).utf8).write(to: manifest)
      return (manifest.path, samples, labels)
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func `errors open in the station, one is answered at the desk, and the log has it`(
      columns: Int, rows: Int
    ) async throws {
      try await Workplace.use { place in
        let (manifest, samples, labels) = try await data(in: place, wrong: 2)
        let out = place.root.appendingPathComponent("out").path
        let ended = try await place.run("evaluate", manifest, "--output", out)
        #expect(ended.code == 0)
        #expect(ended.errorText.contains("2 errors, the surest first: hematovision review "))
        let table = try CSVTable(try Data(contentsOf: URL(fileURLWithPath: out + "/errors.csv")))
        #expect(table.rows.map { $0["rank"] } == ["1", "2"])
        let sure = table.rows.compactMap { Double($0["confidence"] ?? "") }
        #expect(sure == sure.sorted(by: >) && sure.count == 2)
        #expect(
          Set(table.rows.compactMap { $0["labelled"] }) == Set(labels.prefix(2)))
        let worst = try #require(
          samples.firstIndex { table.rows[0]["path"]?.hasSuffix("/\($0.name)") == true })

        let screen = try place.station(
          out + "/errors.csv", "--reviewer", "kbm", columns: columns, rows: rows)
        try await screen.wait(for: "2 errors, the surest first")
        try await screen.wait(until: "half blocks in the crops") { $0.contains("▀") }
        try await screen.wait(for: "1 of 2: labelled ")
        try screen.press("Enter")
        try await screen.wait(for: "white cell found")
        try await screen.wait(for: "labelled: ")
        let codes = try await Sample.classCodes.value
        let answer = try #require(codes.firstIndex(of: labels[worst]))
        try await screen.answer("\(answer + 1)", saved: samples[worst].name)
        try screen.press("w")
        try await screen.wait(for: "reviewed ")
        try await screen.wait(for: "2 of 2: ")
        try screen.press("Q")
        #expect(try await screen.exitCode() == 0)
        let reviewed = try await place.reviewed()
        #expect(reviewed.map { $0["final_label"] } == [labels[worst]])
        #expect(reviewed.map { $0["image_path_rel"] } == [samples[worst].name])
        #expect(reviewed.map { $0["decision"] } == ["override"])
        try await place.expectWholeLog()

        // The log is data too: the answer is held against the model's, and the same cell comes up.
        let ofLog = place.root.appendingPathComponent("of-log").path
        let held = try await place.run("evaluate", place.log, "--output", ofLog)
        #expect(held.code == 0 && held.errorText.contains("1 error, the surest first"))
        let third = try place.station(
          ofLog + "/errors.csv", "--reviewer", "kbm", columns: columns, rows: rows)
        try await third.wait(for: "1 error, the surest first")
        try await third.wait(for: "reviewed ")
        try third.press("Enter")
        try await third.wait(for: "labelled: ")
        try third.press("Q")
        #expect(try await third.exitCode() == 0)

        // The same cell in the directory's own session: an ordinary answer. A picture changed since is said.
        try FileManager.default.removeItem(
          atPath: URL(fileURLWithPath: manifest).deletingLastPathComponent()
            .appendingPathComponent(samples[1 - worst].name).path)
        let again = try place.station(
          out + "/errors.csv", "--reviewer", "kbm", columns: columns, rows: rows)
        try await again.wait(for: "reviewed ")
        try await again.wait(for: "file is gone")
        try again.press("l", "Enter")
        try await again.wait(for: "the file is gone: moved?")
        try again.press("Q")
        #expect(try await again.exitCode() == 0)
      }
    }

    @Test func `no error is an empty list, and a table of another kind is refused with the cure`()
      async throws
    {
      try await Workplace.use { place in
        let (manifest, _, _) = try await data(in: place, wrong: 0)
        let out = place.root.appendingPathComponent("out").path
        let ended = try await place.run("evaluate", manifest, "--output", out)
        #expect(ended.code == 0 && ended.errorText.contains("0 errors: hematovision review "))
        let screen = try place.station(out + "/errors.csv", columns: 80, rows: 24)
        try await screen.wait(for: "this list holds no error")
        try screen.press("Q")
        #expect(try await screen.exitCode() == 0)
        let refused = try await place.run("review", out + "/cells.csv")
        #expect(refused.code == 3)
        #expect(refused.errorText.contains("has no column `sha256`"), "\(refused.errorText)")
        #expect(refused.errorText.contains("Name the errors.csv"))
      }
    }
  }
}

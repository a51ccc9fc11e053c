import Foundation
import Testing

extension EndToEnd {
  /// Nucleus and cytoplasm: outlined in the station, measured against what people drew.
  @Suite struct OutlinesTests {
    @Test(arguments: ["256", "16", "8", "mono"])
    func `O outlines the cells, again takes it off, and F5 dismisses a box`(colours: String)
      async throws
    {
      try await Workplace.use { place in
        let samples = try await Sample.sure(2)
        let directory = try place.pictures(samples)
        let screen = try place.station(directory, "--colours", colours, columns: 80, rows: 24)
        try await screen.wait(for: "pictures 1/2")
        try screen.press("O")
        try await screen.wait(for: "no cell here to outline")
        try screen.press("C")
        try await screen.wait(for: "2 pictures classified")
        try screen.press("O")
        try await screen.wait(for: "outlines on: a line around each cell")
        try screen.press("O")
        try await screen.wait(for: "outlines off")
        try await screen.answer("F5", saved: samples[0].name)
        try await screen.wait(for: "counted 0, pictures 1/2")
        try screen.press("u")
        try await screen.wait(for: "taken back: \(samples[0].name)")
        try await screen.wait(for: ": saved")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        try await place.expectWholeLog()
      }
    }

    @Test func `outlines are held against drawn boxes, as text, table and JSON`() async throws {
      try await Workplace.use { place in
        let report = place.root.appendingPathComponent("outlines").path
        let ended = try await place.run(
          "evaluate", EvaluateCommandTests.manifest, "--segmentation", "--output", report)
        #expect(ended.code == 0, "\(ended.errorText)")
        #expect(ended.text.contains("box of the outline"))
        #expect(ended.text.contains("For research use only."))
        let table = try String(contentsOfFile: "\(report)/cells.csv", encoding: .utf8)
        #expect(table.split(whereSeparator: \.isNewline).count > 30)
        #expect(table.contains("no_mask"))
        let json = try JSONSerialization.jsonObject(
          with: try Data(contentsOf: URL(fileURLWithPath: "\(report)/report.json")))
        let all = try #require((json as? [String: Any])?["all"] as? [String: Any])
        let outlined = try #require(all["outlined"] as? [String: Any])
        let recall = try #require((outlined["recall"] as? [String: Any])?["value"] as? Double)
        #expect(recall > 0.9)
        let again = try await place.run(
          "evaluate", EvaluateCommandTests.manifest, "--segmentation", "--output", report)
        #expect(again.code == 3)
        #expect(again.errorText.contains("exists already"))
      }
    }

    @Test func `one report at a time, and pictures with something to hold against`() async throws {
      try await Workplace.use { place in
        let both = try await place.run(
          "evaluate", EvaluateCommandTests.manifest, "--segmentation", "--explain")
        #expect(both.code == 2)
        let manifest = place.root.appendingPathComponent("labels.csv")
        let picture = Sample.directory.appendingPathComponent("field-001.jpg").path
        try Data("path,class\n\(picture),NEUTROPHIL\n".utf8).write(to: manifest)
        let none = try await place.run("evaluate", manifest.path, "--segmentation")
        #expect(none.code == 3)
        #expect(none.errorText.contains("column `mask`"))
      }
    }
  }
}

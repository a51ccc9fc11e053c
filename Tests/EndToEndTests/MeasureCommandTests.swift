import Foundation
import Testing

extension EndToEnd {
  /// `measure`, and the page behind M.
  @Suite struct MeasureCommandTests {
    private static func lines(_ path: String) throws -> [[String: Any]] {
      try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    }

    @Test func `one line an image, with everything that was measured`() async throws {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.sure(2))
        let output = place.root.appendingPathComponent("measures.jsonl").path
        let histogram = place.root.appendingPathComponent("sizes.png").path
        let ended = try await place.run(
          "measure", directory, "--pixel-size", "0.1", "--output", output, "--histogram", histogram)
        #expect(ended.code == 0, "\(ended.errorText)")
        #expect(ended.errorText.contains("fields suit measurement"))
        let lines = try Self.lines(output)
        #expect(lines.count == 2)
        for line in lines {
          let white = try #require((line["white_cells"] as? [[String: Any]])?.first)
          #expect((white["box"] as? [Int])?.count == 4)
          #expect(try #require(white["nucleus_area_px"] as? Int) > 0)
          #expect(white["nc_ratio"] is Double && white["nucleus_area_um2"] is Double)
          let red = try #require(line["red_cells"] as? [String: Any])
          #expect(try #require(red["count"] as? Int) == (red["cells"] as? [Any])?.count)
          #expect(red["density"] is Double && red["diameter_um"] is [String: Any])
          #expect((line["platelets"] as? [String: Any])?["count"] is Int)
          #expect((line["quality"] as? [String: Any])?["suitability"] is String)
          #expect(line["milliseconds"] is Double)
          #expect(
            line["notice"] as? String
              == "For research use only. Not for use in diagnostic procedures.")
        }
        let signature = try Data(contentsOf: URL(fileURLWithPath: histogram)).prefix(4)
        #expect(Array(signature) == [0x89, 0x50, 0x4E, 0x47])
        #expect(!FileManager.default.fileExists(atPath: output + ".partial"))
        let again = try await place.run("measure", directory, "--output", output)
        #expect(again.code == 3 && again.errorText.contains("measures.jsonl"))
        let table = try await place.run("measure", directory, "--format", "csv")
        let rows = try CSVTable(Data(table.text.utf8)).rows
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { $0["suitability"]?.isEmpty == false })
      }
    }

    @Test func `work that was interrupted goes on where it stopped`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.sure(3)
        let directory = try place.pictures(samples)
        let whole = place.root.appendingPathComponent("whole.jsonl").path
        #expect(try await place.run("measure", directory, "--output", whole).code == 0)
        let output = place.root.appendingPathComponent("measures.jsonl").path
        // As an interrupted run leaves it: a header, two whole lines and a torn one. A mark in the first
        // line shows that it was kept; the second picture changes meanwhile.
        let lines = try String(contentsOfFile: whole, encoding: .utf8).split(separator: "\n")
        let marked = lines[0].replacingOccurrences(
          of: "\"milliseconds\":", with: "\"milliseconds\":9")
        let header = #"{"appVersion":"hematovision 0.1.0"}"#
        try "\(header)\n\(marked)\n\(lines[1])\n\(lines[2].prefix(40))"
          .write(toFile: output + ".partial", atomically: true, encoding: .utf8)
        try FileManager.default.removeItem(atPath: "\(directory)/\(samples[1].name)")
        try FileManager.default.copyItem(
          atPath: "\(directory)/\(samples[0].name)", toPath: "\(directory)/\(samples[1].name)")
        let ended = try await place.run("measure", directory, "--output", output)
        #expect(ended.code == 0, "\(ended.errorText)")
        #expect(ended.errorText.contains("going on: 2 images"))
        let found = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        #expect(found.count == 3)
        #expect(found[0] == marked, "measured before, not again")
        #expect(!found[1].contains(lines[1].prefix(60)) || found[1] != lines[1], "it changed")
        let records = try Self.lines(output)
        #expect(records[1]["sha256"] as? String == records[0]["sha256"] as? String)
        #expect(records.allSatisfy { $0["status"] as? String == "ok" })
      }
    }

    @Test func `a broken image is said and the others are measured`() async throws {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.sure(1))
        try "no picture".write(
          toFile: "\(directory)/a-broken.png", atomically: true, encoding: .utf8)
        let output = place.root.appendingPathComponent("measures.jsonl").path
        let ended = try await place.run("measure", directory, "--output", output)
        #expect(ended.code == 1 && ended.errorText.contains("a-broken.png"))
        let lines = try Self.lines(output)
        #expect(lines.map { $0["status"] as? String } == ["error", "ok"])
      }
    }

    @Test func `M in the station shows the measures of the picture`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.sure(2)
        let directory = try place.pictures(samples)
        let screen = try place.station(directory, columns: 100, rows: 40)
        try await screen.wait(for: "pictures 1/2")
        try screen.press("M")
        try await screen.wait(for: "RED CELLS")
        try await screen.wait(for: "diameters of whole cells")
        try screen.press("Right")
        try await screen.wait(for: "measures of \(samples[1].name)")
        try await screen.wait(for: "2 FIELDS OF THIS SESSION")
        try screen.press("q", "q")
        #expect(try await screen.exitCode() == 0)
        try await place.expectWholeLog()
      }
    }
  }
}

import Foundation
import Testing

extension EndToEnd {
  /// `evaluate --counting`: red cells and platelets against what was drawn.
  @Suite struct CountingTests {
    /// The red cells and platelets of the samples as a table of boxes, from their truth.
    private static func boxes() throws -> (table: String, redCells: Int) {
      var lines = ["path,kind,xmin,ymin,xmax,ymax"]
      let truth = try String(
        contentsOf: Sample.directory.appendingPathComponent("truth.jsonl"), encoding: .utf8)
      for line in truth.split(separator: "\n") {
        let field = try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let name = try #require(field["file"] as? String)
        let drawn = try #require(field["truth"] as? [String: Any])
        for (kind, key) in [("RBC", "red_cells"), ("Platelets", "platelets")] {
          for cell in try #require(drawn[key] as? [[String: Any]]) {
            let box = try #require(cell["box"] as? [Int])
            lines.append(
              "\(name),\(kind),\(box[0]),\(box[1]),\(box[0] + box[2]),\(box[1] + box[3])")
          }
        }
      }
      return (lines.joined(separator: "\n") + "\n", lines.count { $0.contains(",RBC,") })
    }

    @Test func `counts are held against drawn boxes, as text, table, JSON and a page of the worst`()
      async throws
    {
      try await Workplace.use { place in
        // Boxes of red cells alone are enough: no white cell need be drawn.
        let boxes = place.root.appendingPathComponent("drawn.csv")
        let drawn = try Self.boxes()
        try Data(drawn.table.utf8).write(to: boxes)
        let report = place.root.appendingPathComponent("counts")
        let ended = try await place.run(
          "evaluate", EvaluateCommandTests.manifest, "--counting", "--boxes", boxes.path,
          "--output", report.path)
        #expect(ended.code == 0, "\(ended.errorText)")
        #expect(ended.text.contains("ALL IMAGES: RED CELLS"))
        #expect(ended.text.contains("ALL IMAGES: PLATELETS"))
        #expect(ended.text.contains("For research use only."))
        let json = try #require(
          try JSONSerialization.jsonObject(
            with: try Data(contentsOf: report.appendingPathComponent("report.json")))
            as? [String: Any])
        let figures = try #require(json["figures"] as? [[String: Any]])
        let redCells = try #require(figures.first { $0["kind"] as? String == "red_cells" })
        #expect(redCells["drawn"] as? Int == drawn.redCells)
        let error = try #require(redCells["percentage_error"] as? [String: Any])
        let constant = try #require(redCells["constant_error"] as? [String: Any])
        // Counting must beat saying the same of every field, or it is worth nothing.
        #expect(try #require(error["mean"] as? Double) < #require(constant["mean"] as? Double) / 2)
        let table = try CSVTable(try Data(contentsOf: report.appendingPathComponent("cells.csv")))
        let matched = table.rows.compactMap { Int($0["red_cells_matched"] ?? "") }.reduce(0, +)
        let recall = try #require(redCells["recall"] as? [String: Any])
        #expect(recall["hits"] as? Int == matched && recall["count"] as? Int == drawn.redCells)
        #expect(table.rows.allSatisfy { $0["outcome"] == "counted" })
        let page = try Data(contentsOf: report.appendingPathComponent("worst.png"))
        #expect(Array(page.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
        let again = try await place.run(
          "evaluate", EvaluateCommandTests.manifest, "--counting", "--boxes", boxes.path,
          "--output", report.path)
        #expect(again.code == 3 && again.errorText.contains("exists already"))
      }
    }

    @Test func `without drawn red cells nothing is counted, and the cure is named`() async throws {
      try await Workplace.use { place in
        let none = try await place.run("evaluate", EvaluateCommandTests.manifest, "--counting")
        #expect(none.code == 3)
        #expect(none.errorText.contains("RBC") && none.errorText.contains("boxes.csv"))
        let manifest = place.root.appendingPathComponent("labels.csv")
        let picture = Sample.directory.appendingPathComponent("field-001.jpg").path
        try Data("path,class\n\(picture),NEUTROPHIL\n".utf8).write(to: manifest)
        let nobody = try await place.run("evaluate", manifest.path, "--counting")
        #expect(nobody.code == 3 && nobody.errorText.contains("--boxes"))
        let both = try await place.run(
          "evaluate", EvaluateCommandTests.manifest, "--counting", "--explain")
        #expect(both.code == 2)
      }
    }
  }
}

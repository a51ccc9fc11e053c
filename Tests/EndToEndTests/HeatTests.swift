import Foundation
import Imaging
import Testing

extension EndToEnd {
  /// Where the model looked: in the station, and as a picture.
  @Suite struct HeatTests {
    private static func picture(_ name: String) -> String {
      Sample.directory.appendingPathComponent(name).path
    }

    @Test(arguments: ["256", "16", "8", "mono"])
    func `x shows and hides the heat, the next key another class's`(colours: String) async throws {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.sure(2))
        let screen = try place.station(directory, "--colours", colours, columns: 80, rows: 24)
        try await screen.wait(for: "pictures 1/2")
        try screen.press("x")
        try await screen.wait(for: "no cell here to show the heat of")
        try screen.press("C")
        try await screen.wait(for: "2 pictures classified")
        try screen.press("x")
        try await screen.wait(for: "% in the box")
        try await screen.wait(for: "9 tenths of the m")
        #expect(try screen.lines().contains { $0.contains("9") && $0.contains("heat of") })
        let first = try #require(try screen.lines().first { $0.contains("│heat of") })
        try screen.press(">")
        try await screen.wait(until: "another class's heat, or that it has none") {
          ($0.contains("│heat of ") || $0.contains("│no heat")) && !$0.contains(first)
        }
        try screen.press("b")
        try await screen.wait(until: "no heat under blindness") {
          !$0.contains("heat of")
        }
        try screen.press("x", "x")
        try await screen.wait(for: "heat could tell")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        try await place.expectWholeLog()
      }
    }

    @Test func `the heat of a picture is a picture, never written over`() async throws {
      try await Workplace.use { place in
        let output = place.root.appendingPathComponent("heat.png").path
        let ended = try await place.run(
          "explain", Self.picture("field-001.jpg"), "--output", output)
        #expect(ended.code == 0, "\(ended.errorText)")
        #expect(ended.text.contains("For research use only."))
        #expect(ended.text.contains("% of the heat in the box"))
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: output)))
        let sheet = try ImageDecoder.decode(bytes)
        #expect(sheet.width >= 640 && sheet.height > 480)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("Disclaimer"))
        #expect(text.contains("For research use only. Not for use in diagnostic procedures."))

        let again = try await place.run(
          "explain", Self.picture("field-001.jpg"), "--output", output)
        #expect(again.code == 3)
        #expect(again.errorText.contains("exists already") && again.errorText.contains("--force"))
        #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: output))) == bytes)
        let other = try await place.run(
          "explain", Self.picture("field-001.jpg"), "--output", output, "--force", "--class", "lym")
        #expect(other.code == 0 && other.text.contains("lymphocyte"))
      }
    }

    @Test func `every cell is told, as text and as JSON`() async throws {
      try await Workplace.use { place in
        let text = try await place.run("explain", Self.picture("field-010.jpg"))
        for number in 1...3 { #expect(text.text.contains("\n  \(number). box ")) }
        let json = try await place.run(
          "explain", Self.picture("field-010.jpg"), "--format", "jsonl", "--class", "NEUTROPHIL")
        let line = try #require(
          try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
        let cells = try #require(line["cells"] as? [[String: Any]])
        #expect(cells.count == 3)
        #expect(cells.allSatisfy { $0["class"] as? String == "NEUTROPHIL" })
        #expect(cells.allSatisfy { ($0["evidence"] as? [Double])?.count == 49 })
        #expect((line["notice"] as? String)?.contains("research use only") == true)
      }
    }

    @Test func `what cannot be explained is said`() async throws {
      try await Workplace.use { place in
        let output = place.root.appendingPathComponent("heat.png").path
        let none = try await place.run(
          "explain", Self.picture("field-012.png"), "--output", output)
        #expect(none.code == 1)
        #expect(none.text.contains("no white cell found"))
        #expect(none.errorText.contains("is not written"))
        #expect(!FileManager.default.fileExists(atPath: output))

        let gone = try await place.run("explain", "nowhere.jpg", Self.picture("field-002.png"))
        #expect(gone.code == 1)
        #expect(gone.errorText.contains("nowhere.jpg"))
        #expect(gone.text.contains("field-002.png"))

        let unknown = try await place.run(
          "explain", Self.picture("field-002.png"), "--class", "blast")
        #expect(unknown.code == 2)
        #expect(unknown.errorText.contains("blast") && unknown.errorText.contains("MONOCYTE"))

        let two = try await place.run(
          "explain", Self.picture("field-002.png"), Self.picture("field-001.jpg"), "--output",
          output)
        #expect(two.code == 2)

        let model = try await place.run(
          "explain", Self.picture("field-002.png"), "--model", "/nowhere.safetensors")
        #expect(model.code == 3)
        #expect(model.errorText.contains("/nowhere.safetensors"))
        #expect(model.errorText.contains("--model"))
      }
    }

    @Test func `explanations are tested on labelled images, with masks where there are some`()
      async throws
    {
      try await Workplace.use { place in
        for name in ["field-001.jpg", "field-002.png"] {
          try FileManager.default.copyItem(
            atPath: Self.picture(name), toPath: place.root.appendingPathComponent(name).path)
        }
        // The first field's cell is at 119...313, 58...255: a disc of nucleus in a disc of cytoplasm.
        var mask = RGBImage(width: 640, height: 480, red: 0, green: 0, blue: 0)
        for y in 0..<480 {
          for x in 0..<640 {
            let square = (x - 216) * (x - 216) + (y - 156) * (y - 156)
            let level: UInt8 = square < 60 * 60 ? 255 : square < 90 * 90 ? 128 : 0
            for channel in 0..<3 { mask.rgb[(y * 640 + x) * 3 + channel] = level }
          }
        }
        try Data(try ImageEncoder.png(mask)).write(
          to: place.root.appendingPathComponent("mask.png"))
        let manifest = place.root.appendingPathComponent("labels.csv").path
        try """
        path,class,mask
        field-001.jpg,MONOCYTE,mask.png
        field-002.png,NEUTROPHIL,
        gone.jpg,NEUTROPHIL,
        """.write(toFile: manifest, atomically: true, encoding: .utf8)
        let report = place.root.appendingPathComponent("report")
        let ended = try await place.run(
          "evaluate", "--explain", manifest, "--output", report.path)
        #expect(ended.code == 1)
        #expect(ended.errorText.contains("gone.jpg"))
        #expect(ended.text.contains("3 images, 2 tested"))
        #expect(ended.text.contains("more than chance: 1 of 1 cells"))
        #expect(ended.text.contains("For research use only."))
        for name in [
          "report.txt", "report.json", "cells.csv", "deletion.png", "insertion.png", "worst.png",
        ] {
          #expect(
            FileManager.default.fileExists(atPath: report.appendingPathComponent(name).path),
            "\(name)")
        }
        let table = try CSVTable(try Data(contentsOf: report.appendingPathComponent("cells.csv")))
        #expect(table.rows.map { $0["outcome"] } == ["tested", "tested", "error"])
        let area = try #require(table.rows.first?["cell_area"].flatMap(Double.init))
        let nucleus = try #require(table.rows.first?["nucleus_area"].flatMap(Double.init))
        // The crop's side is 1.5 times that of the box that is found.
        #expect(abs(area / nucleus - 2.25) < 0.05)
        #expect(table.rows[1]["cell_area"] == "")
        let again = try await place.run(
          "evaluate", "--explain", manifest, "--output", report.path)
        #expect(again.code == 3 && again.errorText.contains("report.txt"))
      }
    }
  }
}

import Foundation
import Testing

extension EndToEnd {
  /// The headless command, as scripts see it.
  @Suite struct ClassifyCommandTests {
    @Test func `JSON Lines have the fields that were promised, with sound numbers`() async throws {
      let samples = try await Sample.all()
      #expect(samples.count == 36)
      let lines = try await Sample.output.value.split(separator: UInt8(ascii: "\n"))
      let codes = try await Sample.classCodes.value
      let promised: Set = [
        "path", "sha256", "width", "height", "status", "error", "cells", "model", "milliseconds",
      ]
      for line in lines {
        let object = try #require(
          try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        #expect(Set(object.keys) == promised.union(["model_sha256", "notice"]))
        let cells = try #require(object["cells"] as? [[String: Any]])
        #expect(object["status"] as? String == (cells.isEmpty ? "no_cell" : "ok"))
        #expect(object["error"] is NSNull)
        #expect((object["sha256"] as? String)?.count == 64)
        #expect(object["milliseconds"] as? Double ?? -1 > 0)
        #expect(object["model"] is String)
        let width = try #require(object["width"] as? Int)
        let height = try #require(object["height"] as? Int)
        for cell in cells {
          #expect(Set(cell.keys) == ["box", "label", "probabilities", "status"])
          let box = try #require(cell["box"] as? [Int])
          try #require(box.count == 4)
          #expect(box[0] >= 0 && box[1] >= 0 && box[2] > 0 && box[3] > 0)
          #expect(box[0] + box[2] <= width && box[1] + box[3] <= height)
          let probabilities = try #require(cell["probabilities"] as? [String: Double])
          #expect(Set(probabilities.keys) == Set(codes))
          #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-6)
          #expect(probabilities.values.allSatisfy { (0...1).contains($0) })
          let label = try #require(cell["label"] as? String)
          #expect(probabilities[label] == probabilities.values.max())
          #expect(["ok", "uncertain", "outside"].contains(cell["status"] as? String))
          let four = ["EOSINOPHIL", "LYMPHOCYTE", "MONOCYTE", "NEUTROPHIL"]
          #expect((cell["status"] as? String == "outside") == !four.contains(label))
        }
      }
    }

    @Test func `the number of jobs changes nothing but the time`() async throws {
      try await Workplace.use { place in
        let one = try await place.run(
          "classify", Sample.directory.path, "--format", "jsonl", "--jobs", "1")
        #expect(one.code == 0)
        #expect(one.errors.isEmpty)
        let two = String(decoding: try await Sample.output.value, as: UTF8.self)
        let time = #/"milliseconds":[0-9.]+/#
        #expect(one.text.replacing(time, with: "") == two.replacing(time, with: ""))
      }
    }

    /// By itself a picture has all cores on its network, one heap, and is begun before the model is open.
    @Test(arguments: ["field-001.jpg", "field-002.png"])
    func `a picture alone gets the answer that it gets among others`(name: String) async throws {
      try await Workplace.use { place in
        let picture = Sample.directory.appendingPathComponent(name).path
        let alone = try await place.run("classify", picture, "--format", "jsonl")
        #expect(alone.code == 0 && alone.errors.isEmpty)
        let all = String(decoding: try await Sample.output.value, as: UTF8.self)
        let time = #/"milliseconds":[0-9.]+/#
        let line = try #require(all.split(separator: "\n").first { $0.contains(name) })
        #expect(
          alone.lines.map { $0.replacing(time, with: "") } == [line.replacing(time, with: "")])
      }
    }

    @Test func `CSV has one row a cell and the table one line a cell`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.all()
        let rowCount = samples.reduce(0) { $0 + max(1, $1.cells.count) }
        let csv = try await place.run("classify", Sample.directory.path, "--format", "csv")
        #expect(csv.code == 0)
        let table = try CSVTable(csv.output)
        #expect(table.rows.count == rowCount)
        let labels = samples.flatMap { $0.cells.isEmpty ? [""] : $0.cells.map(\.label) }
        #expect(table.rows.map { $0["label"] } == labels)
        #expect(table.rows.allSatisfy { $0["ruo_notice"]?.hasPrefix("For research") == true })

        let text = try await place.run("classify", Sample.directory.path)
        #expect(text.code == 0)
        #expect(text.lines.count == rowCount + 2, "a notice, a heading, and the rows")
      }
    }

    @Test func `one bad image does not stop the others, and the exit code tells`() async throws {
      try await Workplace.use { place in
        let good = Sample.directory.appendingPathComponent("field-002.png").path
        let ended = try await place.run(
          "classify", "/no/such/picture.jpg", good, "--format", "jsonl")
        #expect(ended.code == 1)
        try #require(ended.lines.count == 2)
        #expect(ended.lines[0].contains("\"status\":\"error\""))
        #expect(ended.lines[1].contains("\"status\":\"ok\""))
        #expect(ended.errorText.contains("picture.jpg"))
      }
    }

    @Test(arguments: [
      ["classify"], ["classify", "x.png", "--format", "xml"], ["classify", "x.png", "--jobs", "0"],
      ["classify", "x.png", "--speed"], ["export", "--format", "table"],
      ["verify", "--anchor", "1"],
      ["--no-such-flag"], [],
    ])
    func `a command line that cannot be understood is usage`(arguments: [String]) async throws {
      try await Workplace.use { place in
        let ended = try await place.run(arguments)
        #expect(ended.code == 2)
        #expect(ended.output.isEmpty)
        #expect(ended.errorText.contains("Usage:") || ended.errorText.contains("USAGE:"))
      }
    }

    @Test func `an output file is replaced only by force`() async throws {
      try await Workplace.use { place in
        let picture = Sample.directory.appendingPathComponent("field-002.png").path
        let file = place.root.appendingPathComponent("out.jsonl")
        try Data("mine".utf8).write(to: file)
        let command = ["classify", picture, "--format", "jsonl", "--output", file.path]
        let refused = try await place.run(command)
        #expect(refused.code == 3)
        #expect(refused.errorText.contains("the output"))
        #expect(refused.errorText.contains("--force"))
        #expect(try Data(contentsOf: file) == Data("mine".utf8))
        let forced = try await place.run(command + ["--force"])
        #expect(forced.code == 0)
        #expect(forced.output.isEmpty)
        let line = try Data(contentsOf: file)
        #expect(try JSONSerialization.jsonObject(with: line) is [String: Any])
        let left = try FileManager.default.contentsOfDirectory(atPath: place.root.path)
        #expect(left.filter { $0.hasPrefix("out") || $0.hasPrefix(".out") } == ["out.jsonl"])
      }
    }

    @Test func `a limit on file sizes is an error that is told`() async throws {
      try await Workplace.use { place in
        let file = place.root.appendingPathComponent("out.jsonl").path
        let ended = try await Program(
          path: "bash",
          arguments: ["-c", "ulimit -f 4; exec \"$@\"", "bash", Workplace.binary, "classify"]
            + [Sample.directory.path, "--format", "jsonl", "--output", file],
          environment: place.environment, directory: place.root.path
        ).run()
        #expect(ended.code == 3)
        #expect(ended.errorText.contains("hematovision: the output"), "\(ended.errorText)")
        #expect(!FileManager.default.fileExists(atPath: file))
      }
    }

    @Test func `export and verify without a log say which file is missing`() async throws {
      try await Workplace.use { place in
        for command in ["export", "verify"] {
          let ended = try await place.run(command)
          #expect(ended.code == 3)
          #expect(ended.output.isEmpty)
          #expect(ended.errorText.contains("review.sqlite is not there"))
        }
      }
    }
  }
}

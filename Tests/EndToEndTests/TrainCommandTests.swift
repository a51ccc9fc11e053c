import Digest
import Foundation
import Review
import Store
import TestSupport
import Testing

extension EndToEnd {
  /// `hematovision train`, from labelled pictures to a model that classifies.
  @Suite struct TrainCommandTests {
    /// The labelled samples with one cell: 27 pictures of four classes and more.
    static func labelled() throws -> [(file: String, name: String)] {
      let table = try String(
        contentsOf: Sample.directory.appendingPathComponent("manifest.csv"), encoding: .utf8)
      return table.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        return fields[3] == "1" && !fields[1].isEmpty
          ? (String(fields[0]), String(fields[1])) : nil
      }
    }

    /// A directory with a folder for each class that has at least `fewest` samples.
    private func folders(
      in place: Workplace, fewest: Int = 3, renamed: [String: String] = [:]
    ) throws -> URL {
      let root = place.root.appendingPathComponent("cells")
      let labelled = try Self.labelled()
      for (file, name) in labelled where labelled.count(where: { $0.name == name }) >= fewest {
        let folder = root.appendingPathComponent(renamed[name] ?? name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
          at: Sample.directory.appendingPathComponent(file),
          to: folder.appendingPathComponent(file))
      }
      return root
    }

    private func object(_ path: URL) throws -> [String: Any] {
      try #require(
        try JSONSerialization.jsonObject(with: try Data(contentsOf: path)) as? [String: Any])
    }

    @Test func `a head trained on folders classifies, and the same seed gives the same bytes`()
      async throws
    {
      try await Workplace.use { place in
        let data = try folders(in: place)
        func model(_ name: String) -> URL { place.root.appendingPathComponent(name) }
        func train(_ name: String, _ more: String...) async throws -> Program.Ended {
          try await place.run(
            ["train", data.path, "--output", model(name).path, "--augmented", "2"] + more)
        }
        let first = try await train("one.safetensors")
        try #require(first.code == 0, "\(first.errorText)")
        #expect(first.text.contains("For research use only."))
        #expect(first.text.contains("WHAT MORE LABELS WOULD BRING"))
        #expect(try await train("two.safetensors").code == 0)
        #expect(try await train("three.safetensors", "--seed", "2").code == 0)
        let bytes = try ["one", "two", "three"].map {
          try Data(contentsOf: model("\($0).safetensors"))
        }
        #expect(bytes[0] == bytes[1])
        #expect(bytes[0] != bytes[2])

        // What is written beside the model agrees with it and with itself.
        let report = model("one-report")
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: report.path).sorted() == [
            "accuracy.png", "cells.csv", "loss.png", "report.json", "report.txt",
          ])
        let json = try object(report.appendingPathComponent("report.json"))
        let split = try #require(json["split"] as? [[String: Any]])
        let parts = Dictionary(grouping: split) { $0["part"] as? String ?? "" }
        #expect(Set(parts.keys) == ["training", "validation", "test"])
        #expect((parts["training"]?.count ?? 0) > (parts["test"]?.count ?? 0))
        let table = try CSVTable(try Data(contentsOf: report.appendingPathComponent("cells.csv")))
        #expect(table.rows.count == split.count)

        // The model's own answers, found again by classify.
        let listed = try await place.run(
          "classify", Sample.directory.path, "--model", model("one.safetensors").path, "--format",
          "jsonl")
        #expect(listed.code == 0, "\(listed.errorText)")
        let line = try #require(listed.lines.first)
        let answer = try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let provenance = try #require(json["provenance"] as? [String: Any])
        #expect(answer["model"] as? String == provenance["model_id"] as? String)
        #expect(answer["model_sha256"] as? String == provenance["model_sha256"] as? String)

        // No model is written over.
        let again = try await train("one.safetensors")
        #expect(again.code == 3 && again.errorText.contains("exists already"))
        #expect(try Data(contentsOf: model("one.safetensors")) == bytes[0])
      }
    }

    @Test func `a hidden layer and classes that nobody knew are trained, shown and explained`()
      async throws
    {
      try await Workplace.use { place in
        let data = try folders(
          in: place, renamed: ["EOSINOPHIL": "red one", "NEUTROPHIL": "pale-one"])
        let model = place.root.appendingPathComponent("own.safetensors")
        let trained = try await place.run(
          "train", data.path, "--output", model.path, "--hidden", "16", "--views", "1",
          "--augmented", "1", "--outside", "red one")
        try #require(trained.code == 0, "\(trained.errorText)")
        let json = try object(
          place.root.appendingPathComponent("own-report").appendingPathComponent("report.json"))
        let classes = try #require(json["classes"] as? [[String: Any]])
        let cores = Dictionary(
          uniqueKeysWithValues: classes.map { ($0["code"] as? String ?? "", $0["core"] as? Bool) })
        #expect(cores["RED_ONE"] == false && cores["PALE_ONE"] == true)
        #expect(cores["EOSINOPHIL"] == nil)
        let picture = place.root.appendingPathComponent("heat.png")
        let field = Sample.directory.appendingPathComponent("field-001.jpg")
        let explained = try await place.run(
          "explain", field.path, "--output", picture.path, "--model", model.path)
        #expect(explained.code == 0, "\(explained.errorText)")
        #expect(FileManager.default.fileExists(atPath: picture.path))
      }
    }

    @Test func `several labelled cells of one picture are learnt from, each in its box`()
      async throws
    {
      try await Workplace.use { place in
        let output = place.root.appendingPathComponent("multi.safetensors").path
        let ended = try await place.run(
          "train", Sample.directory.appendingPathComponent("manifest.csv").path, "--output", output,
          "--views", "1", "--augmented", "0", "--epochs", "2")
        try #require(ended.code == 0, "\(ended.errorText)")
        let json = try object(place.root.appendingPathComponent("multi-report/report.json"))
        let split = try #require(json["split"] as? [[String: Any]])
        let boxes = try String(
          contentsOf: Sample.directory.appendingPathComponent("boxes.csv"), encoding: .utf8
        ).split(whereSeparator: \.isNewline).map {
          $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let drawn = boxes.filter { $0[0] == "field-010.jpg" && $0[1] == "WBC" }
        #expect(drawn.count == 3)
        let learnt = split.filter { ($0["path"] as? String)?.hasSuffix("/field-010.jpg") == true }
        let codes = learnt.compactMap { $0["code"] as? String }
        #expect(codes.sorted() == drawn.map { String($0[2]) }.sorted())
        // A picture stays whole.
        #expect(Set(learnt.compactMap { $0["part"] as? String }).count == 1)
        for row in learnt {
          let box = try #require(row["box"] as? [Int])
          let mate = try #require(drawn.first { $0[2] == (row["code"] as? String ?? "") })
          let sides = mate[3...6].compactMap { Int($0) }
          #expect(abs(box[0] - sides[0]) < 30 && abs(box[1] - sides[1]) < 30, "\(box) \(sides)")
        }
      }
    }

    @Test func `bad data is said with its numbers before anything is trained`() async throws {
      try await Workplace.use { place in
        let data = try folders(in: place)
        let output = place.root.appendingPathComponent("bad.safetensors").path
        func refusal(_ more: String...) async throws -> String {
          let ended = try await place.run(["train", data.path, "--output", output] + more)
          #expect(ended.code == 3)
          #expect(!FileManager.default.fileExists(atPath: output))
          return ended.errorText
        }
        let folders = try FileManager.default.contentsOfDirectory(atPath: data.path).sorted()
        let (one, other) = (folders[0], folders[1])
        let file = try #require(
          try FileManager.default.contentsOfDirectory(
            atPath: data.appendingPathComponent(one).path
          ).first)
        // The same picture under two classes.
        let copy = data.appendingPathComponent(other).appendingPathComponent("copy-\(file)")
        try FileManager.default.copyItem(
          at: data.appendingPathComponent(one).appendingPathComponent(file), to: copy)
        let contradiction = try await refusal()
        #expect(contradiction.contains("The same cell is"))
        #expect(contradiction.contains("copy-\(file)"))
        // A class with one cell.
        let lone = data.appendingPathComponent("LONELY")
        try FileManager.default.createDirectory(at: lone, withIntermediateDirectories: true)
        try FileManager.default.moveItem(at: copy, to: lone.appendingPathComponent("a-\(file)"))
        try FileManager.default.removeItem(
          at: data.appendingPathComponent(one).appendingPathComponent(file))
        #expect(try await refusal().contains("LONELY has 1 cell, and 3 are the least"))
        try FileManager.default.removeItem(at: lone)
        // A file that is no picture is said, counted and left out.
        try Data("no picture".utf8).write(
          to: data.appendingPathComponent(one).appendingPathComponent("torn.png"))
        let ended = try await place.run(
          "train", data.path, "--output", output, "--views", "1", "--augmented", "0")
        #expect(ended.code == 0, "\(ended.errorText)")
        #expect(ended.errorText.contains("torn.png"))
        #expect(ended.text.contains("Left out: 1 (in pictures that cannot be read)."))
      }
    }

    /// A log in which somebody answered the cell of so many copies of each labelled sample.
    static func answeredLog(
      in place: Workplace, at directory: URL, copies: Int = 1
    ) throws -> (path: String, cells: Int) {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      let path = place.root.appendingPathComponent("answers.sqlite").path
      let log = try ReviewLog(
        path: path, identity: LogIdentity(reviewer: "ada", host: "here", session: "s"),
        clock: { Timestamp(utcMilliseconds: 1_700_000_000_000, offsetMinutes: 0) })
      var entries: [LogEntry] = []
      let boxes = try String(
        contentsOf: Sample.directory.appendingPathComponent("boxes.csv"), encoding: .utf8
      ).split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
      for (file, name) in try labelled() {
        let first = directory.appendingPathComponent(file)
        try FileManager.default.copyItem(
          at: Sample.directory.appendingPathComponent(file), to: first)
        let row = try #require(boxes.first { $0[0] == file && $0[1] == "WBC" })
        let sides = row[3...6].compactMap { Int($0) }
        let box = Box(
          x: sides[0], y: sides[1], width: sides[2] - sides[0], height: sides[3] - sides[1])
        let content = try SHA256Digest(of: [UInt8](try Data(contentsOf: first))).hexadecimal
        for number in 1...copies {
          let copy =
            number == 1 ? first : directory.appendingPathComponent("copy-\(number)-\(file)")
          if number > 1 { try FileManager.default.linkItem(at: first, to: copy) }
          entries.append(
            LogEntry(
              id: EntryID(session: "s", number: entries.count),
              event: .decided(
                Decision(
                  image: ImagePath(copy.path), imageSHA256: content,
                  cell: CellID(imageSHA256: content, box: box), box: box,
                  label: Label(rawValue: name), kind: .override, suggestion: nil, model: nil,
                  supersedes: nil, suggestionVisible: false, dwellMilliseconds: 900,
                  queueOrder: "name", queuePosition: entries.count))))
        }
      }
      try log.append(entries)
      try log.close()
      return (path, entries.count)
    }

    @Test func `evaluate takes the log too, and asks about every answered cell in its box`()
      async throws
    {
      try await Workplace.use { place in
        let directory = place.root.appendingPathComponent("slide")
        let (log, cells) = try Self.answeredLog(in: place, at: directory)
        let before = try Data(contentsOf: URL(fileURLWithPath: log))
        let output = place.root.appendingPathComponent("out")
        let ended = try await place.run("evaluate", log, "--output", output.path)
        try #require(ended.code == 0, "\(ended.errorText)")
        #expect(
          ended.text.contains("Cells     \(cells) answered with a class of the model, in \(cells)"))
        #expect(ended.text.contains("0 of all were answered with a"))
        #expect(!ended.text.contains("FINDING CELLS"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: log)) == before)
        let table = try CSVTable(
          try Data(contentsOf: output.appendingPathComponent("cells.csv")))
        let row = try #require(table.rows.first { $0["path"]?.hasSuffix("field-001.jpg") == true })
        #expect(row["truth"] == "MONOCYTE")
        #expect(
          ["box_x", "box_y", "box_width", "box_height"].map { row[$0] } == [
            "119", "58", "194", "197",
          ])
        let right = table.rows.count { $0["truth"] == $0["answer"] }
        #expect(ended.text.contains("%, \(right) of \(cells)\n"))

        // What a log has not is not asked of it.
        let refused = try await place.run("evaluate", log, "--split", "test")
        #expect(refused.code == 3 && refused.errorText.contains("is a review log"))
        // A changed picture is left out and said; when all are gone there is nothing to say.
        try Data(contentsOf: Sample.directory.appendingPathComponent("field-002.png"))
          .write(to: directory.appendingPathComponent("field-001.jpg"))
        let changed = try await place.run("evaluate", log)
        #expect(changed.text.contains("left out: 1 in pictures that were"), "\(changed.text)")
        try FileManager.default.removeItem(at: directory)
        let gone = try await place.run("evaluate", log)
        #expect(gone.code == 3)
        #expect(gone.errorText.contains("\(cells) in pictures that cannot be read"))
      }
    }

    @Test func `a head of 2 or of 32 classes is evaluated, and what it does not know is said`()
      async throws
    {
      try await Workplace.use { place in
        let labelled = try Self.labelled()
        var rows = labelled.enumerated().map { number, file in
          (file.file, "KIND_\(number % 32)", file.name)
        }
        // Thirty-two classes of at least five cells: the same pictures under other names, with a byte more.
        let directory = place.root.appendingPathComponent("many")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        rows = []
        for number in 0..<(32 * 6) {
          let file = labelled[number % labelled.count]
          let name = "\(number)-\(file.file)"
          var bytes = try Data(contentsOf: Sample.directory.appendingPathComponent(file.file))
          bytes.append(contentsOf: Array("\(number)".utf8))
          try bytes.write(to: directory.appendingPathComponent(name))
          rows.append((name, "KIND_\(number % 32)", file.name))
        }
        func manifest(_ name: String, _ classOf: (Int) -> String) throws -> String {
          let path = directory.appendingPathComponent(name)
          let lines = rows.enumerated().map { "\($1.0),\(classOf($0))\n" }
          try Data(("path,class\n" + lines.joined()).utf8).write(to: path)
          return path.path
        }
        let many = try manifest("many.csv") { rows[$0].1 }
        let two = try manifest("two.csv") { $0 % 2 == 0 ? "ROUND" : "LOBED" }
        let plain = ["--views", "1", "--augmented", "0", "--epochs", "2"]
        for (data, count) in [(many, 32), (two, 2)] {
          let model = place.root.appendingPathComponent("\(count).safetensors").path
          let trained = try await place.run(["train", data, "--output", model] + plain)
          try #require(trained.code == 0, "\(trained.errorText)")
          let ended = try await place.run(
            "evaluate", data, "--model", model, "--output", model + "-out")
          #expect(ended.code == 0, "\(ended.errorText)")
          #expect(ended.text.contains("SUMMARY, all \(count) classes of the model"))
          let matrix = try CSVTable(
            try Data(contentsOf: URL(fileURLWithPath: model + "-out/confusion-matrix.csv")))
          #expect(matrix.rows.count == count)
        }
        // The two-class model is asked about cells of which it knows the class of some.
        let mixed = try manifest("mixed.csv") { $0 < 40 ? "ROUND" : rows[$0].2 }
        let ended = try await place.run(
          "evaluate", mixed, "--model", place.root.appendingPathComponent("2.safetensors").path)
        #expect(ended.code == 0, "\(ended.errorText)")
        #expect(ended.text.contains("40 looked at, 40 with a class of the model"))
        #expect(ended.text.contains("Not a class of this model: EOSINOPHIL"))
        let none = try await place.run(
          "evaluate", many, "--model", place.root.appendingPathComponent("2.safetensors").path)
        #expect(none.code == 3 && none.errorText.contains("no image has a class of the model"))
      }
    }

    @Test func `the review log is data: the cells that were answered, in their boxes`() async throws
    {
      try await Workplace.use { place in
        let directory = place.root.appendingPathComponent("slide")
        let (log, cells) = try Self.answeredLog(in: place, at: directory)
        let before = try Data(contentsOf: URL(fileURLWithPath: log))
        let output = place.root.appendingPathComponent("log.safetensors").path
        let ended = try await place.run(
          "train", log, "--output", output, "--views", "1", "--augmented", "1")
        try #require(ended.code == 0, "\(ended.errorText)")
        #expect(ended.text.contains("a review log"))
        #expect(ended.text.contains("by picture: 1 slide is too few to keep apart"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: log)) == before)
        let json = try object(place.root.appendingPathComponent("log-report/report.json"))
        let split = try #require(json["split"] as? [[String: Any]])
        #expect(split.count == cells)
        let row = try #require(
          split.first { ($0["path"] as? String)?.hasSuffix("field-001.jpg") == true })
        #expect(row["box"] as? [Int] == [119, 58, 194, 197])
        #expect(row["code"] as? String == "MONOCYTE")

        // A picture that is another one now is left out, and pictures that are gone stop it.
        try Data(contentsOf: Sample.directory.appendingPathComponent("field-002.png"))
          .write(to: directory.appendingPathComponent("field-001.jpg"))
        let changed = try await place.run(
          "train", log, "--output", output + "2", "--views", "1", "--augmented", "1")
        #expect(changed.text.contains("Left out: 1 (in pictures that were changed"))
        try FileManager.default.removeItem(at: directory)
        let gone = try await place.run("train", log, "--output", output + "3")
        #expect(gone.code == 3 && gone.errorText.contains("none of the \(cells) pictures"))
      }
    }
  }
}

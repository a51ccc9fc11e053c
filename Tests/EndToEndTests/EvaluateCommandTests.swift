import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEnd {
  /// `hematovision evaluate`, from image files to figures.
  @Suite struct EvaluateCommandTests {
    static let manifest = Sample.directory.appendingPathComponent("manifest.csv").path

    private func object(_ data: Data) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// Figures of the shipped weights on the synthetic fields: they say nothing about real smears,
    /// but change when weights, finder, engine or figures do. After a change that is meant to,
    /// `make evaluation` records them anew.
    @Test func `the figures on the samples are the recorded ones`() async throws {
      try await Workplace.use { place in
        let recorded = try object(
          try Data(
            contentsOf: SharedData.repositoryRoot.appendingPathComponent(
              "Tests/EndToEndTests/Recorded/samples.json")))
        let ended = try await place.run("evaluate", Self.manifest, "--format", "json")
        #expect(ended.code == 0)
        #expect(ended.errors.isEmpty, "\(ended.errorText)")
        let found = try object(ended.output)
        let origin = try #require(recorded["provenance"] as? [String: String])
        let model = try #require(origin["model_sha256"])
        try #require(
          (found["provenance"] as? [String: String])?["model_sha256"] == model,
          "the weights changed since these figures were recorded: make evaluation")
        for part in ["all", "sources", "surest_wrong", "classes", "unreadable"] {
          let places = differences(found[part], recorded[part], at: part)
          #expect(places.isEmpty, "\(places.prefix(5)); if that was meant: make evaluation")
        }
      }
    }

    /// Where two JSON values differ; numbers may by a little, as another processor rounds otherwise.
    private func differences(_ one: Any?, _ other: Any?, at place: String) -> [String] {
      switch (one, other) {
      case (nil, nil): []
      case (let one as [String: Any], let other as [String: Any]):
        Set(one.keys).union(other.keys).sorted().flatMap {
          differences(one[$0], other[$0], at: "\(place).\($0)")
        }
      case (let one as [Any], let other as [Any]) where one.count == other.count:
        one.indices.flatMap { differences(one[$0], other[$0], at: "\(place)[\($0)]") }
      case (let one as NSNumber, let other as NSNumber):
        abs(one.doubleValue - other.doubleValue) < 1e-4 ? [] : ["\(place): \(one), not \(other)"]
      case (let one as String, let other as String): one == other ? [] : ["\(place): \(one)"]
      default: ["\(place)"]
      }
    }

    /// The rule of score_classify.py again, over what `classify` printed.
    @Test func `the answers are those that classify gives to the drawn cells`() async throws {
      try await Workplace.use { place in
        let report = place.root.appendingPathComponent("report")
        let ended = try await place.run("evaluate", Self.manifest, "--output", report.path)
        #expect(ended.code == 0)
        let table = try CSVTable(try Data(contentsOf: report.appendingPathComponent("cells.csv")))
        let samples = Dictionary(uniqueKeysWithValues: try await Sample.all().map { ($0.name, $0) })
        let drawn = try rows("boxes.csv").reduce(into: [String: [[Int]]]()) {
          $0[$1[0], default: []].append($1[3..<7].compactMap { Int($0) })
        }
        let labelled = try rows("manifest.csv").filter { drawn[$0[0]]?.count == 1 }
        #expect(labelled.count == 27)
        for row in labelled {
          let image = try #require(table.rows.first { $0["path"] == row[0] })
          let box = try #require(drawn[row[0]]?.first)
          let cells = try #require(samples[row[0]]).cells.map { ($0, overlap($0.box, box)) }
          let best = cells.filter { $0.1 > 0 }.max { $0.1 < $1.1 }?.0
          #expect(image["truth"] == row[1])
          #expect(image["answer"] == best?.label ?? "", "\(row[0])")
          #expect(image["status"] == best?.status ?? "no_cell", "\(row[0])")
        }
        let text = try String(
          contentsOf: report.appendingPathComponent("report.txt"), encoding: .utf8)
        #expect(text == ended.text)
        let right = labelled.count { row in
          table.rows.contains { $0["path"] == row[0] && $0["answer"] == row[1] }
        }
        #expect(text.contains("%, \(right) of 27\n"))
        #expect(text.contains("For research use only. Not for use in diagnostic procedures."))
        let json = try object(try Data(contentsOf: report.appendingPathComponent("report.json")))
        #expect(json["all"] != nil)
        let files = try FileManager.default.contentsOfDirectory(atPath: report.path).sorted()
        #expect(
          files == [
            "cells.csv", "confusion-matrix.csv", "confusion-matrix.png", "errors.csv",
            "reliability.png", "report.json", "report.txt", "risk-coverage.png",
          ])
        let matrix = try CSVTable(
          try Data(contentsOf: report.appendingPathComponent("confusion-matrix.csv")))
        let codes = try await Sample.classCodes.value
        #expect(matrix.rows.map { $0["true"] } == codes)
        for row in matrix.rows {
          for column in codes + ["no_cell"] {
            let cells = table.rows.count {
              $0["truth"] == row["true"]
                && $0["answer"] == (column == "no_cell" ? "" : column)
            }
            #expect(row[column] == "\(cells)", "\(row["true"] ?? "") \(column)")
          }
          #expect(row["ruo_notice"]?.hasPrefix("For research use only.") == true)
        }

        let again = try await place.run("evaluate", Self.manifest, "--output", report.path)
        #expect(again.code == 3)
        #expect(again.output.isEmpty)
        #expect(again.errorText.contains("report.txt exists already"))
      }
    }

    private func rows(_ file: String) throws -> [[String]] {
      try String(contentsOf: Sample.directory.appendingPathComponent(file), encoding: .utf8)
        .split(whereSeparator: \.isNewline).dropFirst()
        .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// Intersection over union of `[x, y, width, height]` and `[xmin, ymin, xmax, ymax]`.
    private func overlap(_ found: [Int], _ drawn: [Int]) -> Double {
      let wide = min(found[0] + found[2], drawn[2]) - max(found[0], drawn[0])
      let high = min(found[1] + found[3], drawn[3]) - max(found[1], drawn[1])
      guard wide > 0, high > 0 else { return 0 }
      let area = (drawn[2] - drawn[0]) * (drawn[3] - drawn[1])
      return Double(wide * high) / Double(found[2] * found[3] + area - wide * high)
    }

    @Test func `a disk that takes no more leaves no half a report, and the figures are printed`()
      async throws
    {
      try await Workplace.use { place in
        let report = place.root.appendingPathComponent("report").path
        let ended = try await Program(
          path: "/bin/sh",
          arguments: [
            "-c", "ulimit -f 32; exec \"$@\"", "sh", Workplace.binary, "evaluate", Self.manifest,
            "--output", report,
          ], environment: place.environment, directory: place.root.path
        ).run()
        #expect(ended.code == 3)
        #expect(ended.errorText.contains("report.json: write failed"), "\(ended.errorText)")
        #expect(ended.text.contains("ALL IMAGES TOGETHER"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: report).isEmpty)
      }
    }

    @Test func `folders named after classes are a data set too`() async throws {
      try await Workplace.use { place in
        let codes = try await Sample.classCodes.value
        let folders = [codes[0].lowercased(), "\(codes[1])/of monday", "other things"]
        for (number, folder) in folders.enumerated() {
          let directory = place.root.appendingPathComponent("data set/\(folder)")
          try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true)
          try FileManager.default.copyItem(
            at: Sample.directory.appendingPathComponent("field-00\(2 * number + 1).jpg"),
            to: directory.appendingPathComponent("a\(number).jpg"))
        }
        try Data("no picture".utf8).write(
          to: place.root.appendingPathComponent("data set/\(folders[0])/bad.png"))
        let ended = try await place.run("evaluate", "data set", "--format", "json")
        #expect(ended.code == 1)
        let report = try object(ended.output)
        let all = try #require(report["all"] as? [String: Any])
        #expect(all["labelled"] as? Int == 3)
        let bad = try #require((report["unreadable"] as? [[String: String]])?.first)
        #expect(bad["path"] == "\(folders[0])/bad.png")
        #expect(bad["cure"]?.isEmpty == false)
        #expect(ended.errorText.contains("bad.png"))
        let data = try #require(report["data"] as? [String: Any])
        let other = try #require(data["other_classes"] as? [[String: Any]])
        #expect(other.map { $0["name"] as? String } == ["other things"])
        #expect(data["left_out"] as? Int == 1)
      }
    }

    @Test func `Ctrl-C ends it at once, and nothing half done is left`() async throws {
      try await Workplace.use { place in
        // The same picture by many names: work for a while.
        let code = try await Sample.classCodes.value[0]
        let picture = Sample.directory.appendingPathComponent("field-010.jpg").path
        let rows = (1...3000).map { String(repeating: "/", count: $0) + picture + ",\(code)\n" }
        try Data(("path,class\n" + rows.joined()).utf8).write(
          to: place.root.appendingPathComponent("many.csv"))
        let screen = try place.terminal([
          Workplace.binary, "evaluate", "many.csv", "--output", "report",
        ])
        try await screen.wait(for: "/3000  ")
        // As the terminal does at Ctrl-C; the key itself would end the harness's shell too.
        kill(try await screen.process(), SIGINT)
        #expect(try await screen.exitCode() == 128 + 2)
        let modes = try screen.modes()
        #expect(modes.before == modes.after)
        let report = place.root.appendingPathComponent("report").path
        #expect(try FileManager.default.contentsOfDirectory(atPath: report).isEmpty)
      }
    }

    @Test func `data that cannot be used is refused with its place and a cure`() async throws {
      try await Workplace.use { place in
        let code = try await Sample.classCodes.value[3]
        let good = Sample.directory.appendingPathComponent("field-002.png").path
        func write(_ text: String, _ name: String) throws {
          try Data(text.utf8).write(to: place.root.appendingPathComponent(name))
        }
        try write("path,kind\na,b\n", "nocolumn.csv")
        try write("path,class\n", "empty.csv")
        try write("path,class\n\(good),\(code)\n\(good)x,\(code)s\n", "slip.csv")
        try write("path,class\n\(good),nothing alike\n", "foreign.csv")
        try write("path,class\nnone.png,\(code)\n", "gone.csv")
        try write("path,class\n\(good),\(code)\n", "good.csv")
        try write("path,xmin,ymin,xmax,ymax\n\(good),1,2,x,4\n", "bad-boxes.csv")
        try write("path,xmin,ymin,xmax,ymax\nelse.png,1,2,3,4\n", "other-boxes.csv")
        let refusals: [([String], [String])] = [
          (["nothing.csv"], ["nothing.csv cannot be read", "manifest"]),
          (["nocolumn.csv"], ["nocolumn.csv has no column `class`", "first line"]),
          (["empty.csv"], ["empty.csv has no rows"]),
          (["slip.csv"], ["slip.csv:3", "`\(code)s`", "Did you mean \(code)?"]),
          (["foreign.csv"], ["foreign.csv", "nothing alike", code]),
          (["gone.csv"], ["none.png cannot be read", "line 2 of the manifest", "none of the 1"]),
          (["good.csv", "--boxes", "no.csv"], ["no.csv cannot be read"]),
          (["good.csv", "--boxes", "bad-boxes.csv"], ["bad-boxes.csv:2: xmax is `x`"]),
          (["good.csv", "--boxes", "other-boxes.csv"], ["other-boxes.csv", "good.csv"]),
          (["good.csv", "--split", "test"], ["no image has the split test", "leave --split out"]),
          (["good.csv", "--output", "good.csv"], ["good.csv cannot be made"]),
          ([Sample.directory.path], ["There is a manifest in it"]),
        ]
        for (arguments, parts) in refusals {
          let ended = try await place.run(["evaluate"] + arguments)
          #expect(ended.code == 3, "\(arguments)")
          #expect(ended.output.isEmpty, "\(arguments)")
          for part in parts {
            #expect(ended.errorText.contains(part), "\(arguments): \(ended.errorText)")
          }
        }
      }
    }
  }
}

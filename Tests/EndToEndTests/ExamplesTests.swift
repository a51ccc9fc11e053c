import Foundation
import Testing

/// docs/examples/ is what the program writes from the logs beside it.
@Suite(.serialized)
struct ExamplesTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardized
  private static let examples = root.appendingPathComponent("docs/examples")
  /// The logs hold absolute paths: their pictures have to lie here.
  private static let slide = URL(fileURLWithPath: "/tmp/hematovision-example/26-1704-a")

  private static let formats = [
    ("csv", "cells.csv"), ("jsonl", "cells.jsonl"), ("differential", "differential.csv"),
    ("fhir", "fhir.json"), ("hl7", "message.hl7"), ("report", "report.html"),
  ]

  private static func layOutPictures() throws {
    let files = FileManager.default
    try files.createDirectory(at: slide, withIntermediateDirectories: true)
    let samples = root.appendingPathComponent("samples")
    for name in try files.contentsOfDirectory(atPath: samples.path) where name.hasPrefix("field-") {
      let picture = slide.appendingPathComponent(name)
      if files.fileExists(atPath: picture.path) { continue }
      try files.copyItem(at: samples.appendingPathComponent(name), to: picture)
    }
  }

  @Test(arguments: ["signed", "changed", "amended"])
  func `every example is what the program writes today`(state: String) async throws {
    try Self.layOutPictures()
    try await Workplace.use { workplace in
      let directory = Self.examples.appendingPathComponent(state)
      // Opening a log leaves files beside it.
      let log = workplace.root.appendingPathComponent("review.sqlite")
      try FileManager.default.copyItem(
        at: directory.appendingPathComponent("review.sqlite"), to: log)
      let settings = workplace.root.appendingPathComponent("config/hematovision")
      try FileManager.default.createDirectory(at: settings, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: Self.examples.appendingPathComponent("counting.toml"),
        to: settings.appendingPathComponent("counting.toml"))
      for (format, file) in Self.formats {
        let run = try await workplace.run("export", "--format", format, "--log", log.path)
        #expect(run.code == 0, "\(run.errorText)")
        let kept = try Data(contentsOf: directory.appendingPathComponent(file))
        #expect(run.output == kept, "\(state)/\(file) is another one now: make examples")
      }
      let replay = try await workplace.run("replay", log.path)
      let kept = try Data(contentsOf: directory.appendingPathComponent("replay.txt"))
      #expect(replay.output == kept, "\(state)/replay.txt is another one now: make examples")
    }
  }

  @Test func `the examples show all three states`() throws {
    for (state, letter) in [("signed", "F"), ("changed", "P"), ("amended", "C")] {
      let message = try String(
        contentsOf: Self.examples.appendingPathComponent("\(state)/message.hl7"), encoding: .utf8)
      let states = message.split(separator: "\r").filter { $0.hasPrefix("OBX|") }.map {
        String($0.split(separator: "|", omittingEmptySubsequences: false)[11])
      }
      #expect(Set(states) == [letter])
    }
  }
}

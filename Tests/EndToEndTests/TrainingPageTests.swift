import Foundation
import Glibc
import Review
import Store
import Testing

extension EndToEnd {
  /// A training in the station and on a terminal: seen, left alone, stopped.
  @Suite struct TrainingPageTests {
    /// Copies of the samples that make the epochs long enough to be stopped by a person; their features are
    /// computed once.
    private static let copies = 60

    /// Waits longer than for a key: the training has the lowest priority, and the machine other work.
    private func wait(
      for text: String, on screen: TmuxScreen, at location: SourceLocation = #_sourceLocation
    ) async throws {
      let deadline = ContinuousClock.now + .seconds(240)
      while ContinuousClock.now < deadline {
        if try screen.text().contains(text) { return }
        try await Task.sleep(for: .milliseconds(25))
      }
      try await screen.wait(for: text, at: location)
    }

    private func models(in place: Workplace) throws -> [URL] {
      let directory = place.root.appendingPathComponent("data/hematovision/models/trained")
      return try FileManager.default.contentsOfDirectory(
        at: directory, includingPropertiesForKeys: nil
      ).filter { $0.pathExtension == "safetensors" }.sorted { $0.path < $1.path }
    }

    /// Asserts that `classify` uses a model.
    private func expectUse(of model: String, in place: Workplace) async throws {
      let picture = Sample.directory.appendingPathComponent("field-001.jpg").path
      let ended = try await place.run(
        "classify", picture, "--model", model, "--format", "jsonl")
      #expect(ended.code == 0, "\(ended.errorText)")
      let line = try #require(
        try JSONSerialization.jsonObject(with: Data(ended.text.utf8)) as? [String: Any])
      let name = try #require(line["model"] as? String)
      #expect(name.contains("+"), "a trained model is called after its base: \(name)")
    }

    private func records(_ log: String) throws -> Int {
      try ReviewLog(
        path: log, identity: LogIdentity(reviewer: "", host: "here", session: "reader"),
        clock: { Timestamp(utcMilliseconds: 0, offsetMinutes: 0) }, access: .readOnly
      ).count
    }

    @Test func `T trains on the answered cells, goes on at the desk, and says what came of it`()
      async throws
    {
      try await Workplace.use { place in
        let directory = place.root.appendingPathComponent("slide")
        let (log, cells) = try TrainCommandTests.answeredLog(in: place, at: directory)
        let station = try place.station(directory.path, "--log", log)
        try await station.wait(for: "pictures 1/\(cells)")
        let before = try records(log)
        try station.press("T")
        try await station.wait(for: "ANSWERED CELLS OF THE WHOLE LOG")
        try await station.wait(for: "\(cells) in \(cells) pictures")
        try await station.wait(for: "No rule stands")
        try station.press("Enter")
        try await station.wait(for: "It goes on when you leave this page")
        try station.press("q")
        try station.press("j")
        try await station.wait(for: "pictures 2/\(cells)")
        try station.press("T")
        try await wait(for: "training: a model was written", on: station)
        try await station.wait(for: "the written head, test cells, never trained on:")
        try await station.wait(for: "the same test cells, for comparison:")
        let seen = try station.text()
        #expect(seen.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
        #expect(try records(log) == before, "learning from the log does not write it")
        try station.press("q", "q")
        #expect(try await station.exitCode() == 0)

        let model = try #require(try models(in: place).first)
        #expect(seen.contains(model.lastPathComponent))
        let report = model.deletingPathExtension().path + "-report"
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: report).sorted() == [
            "accuracy.png", "cells.csv", "loss.png", "report.json", "report.txt",
          ])
        try await expectUse(of: model.path, in: place)
        let listed = try await place.run("models", "list")
        #expect(listed.text.contains("trained in the station"))
        #expect(!listed.text.contains("* \(model.lastPathComponent)"))
      }
    }

    @Test func `s keeps the best so far, and so does leaving`() async throws {
      try await Workplace.use { place in
        let directory = place.root.appendingPathComponent("slide")
        let (log, cells) = try TrainCommandTests.answeredLog(
          in: place, at: directory, copies: Self.copies)
        let station = try place.station(directory.path, "--log", log)
        try await station.wait(for: "pictures 1/\(cells)")
        try station.press("T")
        try await wait(for: "Enter train ", on: station)
        try await station.wait(for: "ANSWERED CELLS OF THE WHOLE LOG")
        try station.press("Enter")
        try await wait(for: "kept epoch ", on: station)
        try station.press("s")
        try await wait(for: "Stopped by hand; the best epoch so far was kept.", on: station)
        try await expectUse(of: try #require(try models(in: place).first).path, in: place)

        try station.press("Enter")
        try await station.wait(for: "ANSWERED CELLS OF THE WHOLE LOG")
        try station.press("Enter")
        try await wait(for: "kept epoch ", on: station)
        try station.press("q", "q")
        try await station.wait(for: "a training runs. y ends it")
        try station.press("Escape")
        try await station.wait(toLose: "a training runs. y ends it")
        try station.press("q")
        try await station.wait(for: "a training runs. y ends it")
        try station.press("y")
        try await wait(for: "The trained model is in ", on: station)
        #expect(try await station.exitCode() == 0)
        #expect(try models(in: place).count == 2, "no model is written over")
        try await expectUse(of: try #require(try models(in: place).last).path, in: place)
      }
    }

    @Test func `Ctrl-C in an epoch of the command keeps the best so far`() async throws {
      try await Workplace.use { place in
        let (log, _) = try TrainCommandTests.answeredLog(
          in: place, at: place.root.appendingPathComponent("slide"), copies: Self.copies)
        let output = place.root.appendingPathComponent("stopped.safetensors").path
        let screen = try place.terminal(
          [
            Workplace.binary, "train", log, "--output", output, "--views", "1", "--augmented", "8",
            "--hidden", "256",
          ], columns: 90, rows: 30)
        try await wait(for: "kept epoch ", on: screen)
        // A block that is drawn anew: curves, the bar, and how to stop.
        let seen = try screen.text()
        #expect(seen.contains("Ctrl-C stops and keeps the best so far"))
        #expect(seen.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
        // To the program alone: the shell around it would go too.
        kill(try await screen.process(), SIGINT)
        try await wait(for: "model in ", on: screen)
        #expect(try await screen.exitCode() == 0)
        let report = try String(
          contentsOfFile: place.root.appendingPathComponent("stopped-report/report.txt").path,
          encoding: .utf8
        ).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(report.contains("Stopped by hand; the best epoch so far was kept."))
        try await expectUse(of: output, in: place)
      }
    }

    @Test func `pictures that a rule in the log holds out are not learnt from`() async throws {
      try await Workplace.use { place in
        let slide = place.root.appendingPathComponent("slide")
        let (log, cells) = try TrainCommandTests.answeredLog(in: place, at: slide)
        let kept = try TrainCommandTests.labelled().prefix(3)
        let manifest = place.root.appendingPathComponent("held-out.csv")
        try ("path,class\n" + kept.map { "\(slide.path)/\($0.file),\($0.name)\n" }.joined())
          .write(to: manifest, atomically: true, encoding: .utf8)
        let planned = try await place.run(
          "models", "plan", manifest.path, "--log", log, "--output",
          place.root.appendingPathComponent("rule.json").path)
        try #require(planned.code == 0, "\(planned.errorText)")

        let model = place.root.appendingPathComponent("m.safetensors").path
        func train(_ output: String) async throws -> Program.Ended {
          try await place.run("train", log, "--output", output, "--views", "1", "--augmented", "1")
        }
        let trained = try await train(model)
        #expect(
          trained.text.contains("Left out: 3 (cells of pictures that the rule for a new model"))
        let adopted = try await place.run(
          "models", "adopt", model, "--log", log, "--plan",
          place.root.appendingPathComponent("rule.json").path)
        #expect(adopted.code == 1, "three pictures are too few to let it in: \(adopted.errorText)")

        let station = try place.station(slide.path, "--log", log)
        try await station.wait(for: "pictures 1/\(cells)")
        try station.press("T")
        try await station.wait(for: "A rule stands for the new model; it holds out")
        try station.press("q", "q")
        #expect(try await station.exitCode() == 0)

        // Where they cannot be read, that is said: the training goes on.
        try FileManager.default.removeItem(at: manifest)
        let blind = try await train(model + "2")
        #expect(blind.code == 0, "\(blind.errorText)")
        #expect(
          blind.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .contains("The pictures that the rule holds out cannot be read"))
      }
    }

    @Test func `without a terminal the command says plain lines`() async throws {
      try await Workplace.use { place in
        let (log, cells) = try TrainCommandTests.answeredLog(
          in: place, at: place.root.appendingPathComponent("slide"))
        let ended = try await place.run(
          "train", log, "--output", place.root.appendingPathComponent("m.safetensors").path,
          "--views", "1", "--augmented", "1")
        #expect(ended.code == 0)
        #expect(ended.errorText.contains("features of \(cells) pictures\n"))
        #expect(ended.errorText.contains("epoch 10/60: loss "))
        #expect(!ended.errorText.contains("\u{1B}") && !ended.errorText.contains("\r"))
      }
    }
  }
}

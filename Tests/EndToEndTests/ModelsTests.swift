import Analysis
import Engine
import Foundation
import Review
import Store
import TestSupport
import Testing

extension EndToEnd {
  /// A new model is judged by a rule that was set before, let in or turned away, and taken back.
  @Suite struct ModelsTests {
    private static let shipped =
      SharedData.repositoryRoot.appendingPathComponent("Weights/mobilenetv2-8.safetensors").path

    /// The shipped base under a head whose rows were changed, with what it says it was trained on.
    private static func write(
      _ id: String, to path: String, trainedOn: [String] = ["0123456789abcdef"],
      rows: (inout [[Float]], inout [Float]) -> Void
    ) throws {
      let file = try ModelFile(path: shipped)
      let layer = file.head.output
      let width = layer.inputCount
      var weights = (0..<layer.outputCount).map {
        Array(layer.weights[($0 * width)..<(($0 + 1) * width)])
      }
      var bias = layer.bias
      rows(&weights, &bias)
      let training = try JSONSerialization.data(
        withJSONObject: ["trained_on": trainedOn, "data_sha256": "ab", "seed": 7])
      let bytes = try file.bytes(
        id: id, head: Head(hidden: nil, output: .init(weights: weights.flatMap { $0 }, bias: bias)),
        classes: file.header.classes, calibration: file.header.calibration,
        views: CropViews(cropScale: 1.5),
        training: String(decoding: training, as: UTF8.self))
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// An account whose adopted model takes eosinophils for neutrophils and the other way round.
    private static func withPoorModel(
      _ body: (_ place: Workplace, _ plan: String) async throws -> Void
    ) async throws {
      try await Workplace.use { place in
        let shelf = place.root.appendingPathComponent("data/hematovision/models").path
        try FileManager.default.createDirectory(atPath: shelf, withIntermediateDirectories: true)
        try write("poor", to: "\(shelf)/poor.safetensors") { weights, bias in
          weights.swapAt(0, 3)
          bias.swapAt(0, 3)
        }
        let poor = try ModelFile(path: "\(shelf)/poor.safetensors").identity
        try #"[{"file":"poor.safetensors","id":"poor","sha256":"\#(poor.sha256)"}]"#
          .write(toFile: "\(shelf)/adopted.json", atomically: true, encoding: .utf8)
        let plan = place.root.appendingPathComponent("gate.json").path
        let planned = try await place.run(
          "models", "plan", EvaluateCommandTests.manifest, "--output", plan)
        #expect(planned.code == 0, "\(planned.errorText)")
        #expect(planned.text.contains("held-out pictures"))
        try await body(place, plan)
      }
    }

    private static func answeringModel(_ place: Workplace) async throws -> String {
      let picture = Sample.directory.appendingPathComponent("field-001.jpg").path
      let ended = try await place.run("classify", picture, "--format", "jsonl")
      let line = try JSONSerialization.jsonObject(with: Data(ended.text.utf8)) as? [String: Any]
      return try #require(line?["model"] as? String)
    }

    @Test func `a worse model is turned away, a better one let in, and taken back`() async throws {
      try await Self.withPoorModel { place, plan in
        #expect(try await Self.answeringModel(place) == "poor")
        let worse = place.root.appendingPathComponent("worse.safetensors").path
        try Self.write("worse", to: worse) { weights, bias in
          weights = weights.map { $0.map { _ in 0 } }
          bias[7] = 9
        }
        let refused = try await place.run("models", "adopt", worse, "--plan", plan)
        #expect(refused.code == 1, "\(refused.errorText)")
        #expect(refused.text.contains("TURNED AWAY: poor stays."))
        #expect(refused.text.contains("not better overall with 95.0 % confidence"))
        #expect(try await Self.answeringModel(place) == "poor")

        let better = place.root.appendingPathComponent("better.safetensors").path
        try Self.write("better", to: better) { _, _ in }
        let adopted = try await place.run("models", "adopt", better, "--plan", plan)
        #expect(adopted.code == 0, "\(adopted.text) \(adopted.errorText)")
        #expect(adopted.text.contains("ADOPTED: better"))
        #expect(adopted.text.contains("Attempt 2 by this rule"))
        // The file that was judged may go: the shelf has its own copy.
        try FileManager.default.removeItem(atPath: better)
        #expect(try await Self.answeringModel(place) == "better")
        let listed = try await place.run("models")
        #expect(listed.text.contains("* better") && listed.text.contains("  poor"))
        let shown = try await place.run("models", "show")
        #expect(shown.text.contains("model     better") && shown.text.contains("seed 7"))

        #expect(try await place.run("models", "rollback").code == 0)
        #expect(try await Self.answeringModel(place) == "poor")
        #expect(try await place.run("models", "rollback").code == 0)
        #expect(try await Self.answeringModel(place).hasPrefix("hv-mnv2"))
        let end = try await place.run("models", "rollback")
        #expect(end.code == 3 && end.errorText.contains("the shipped model is in use"))

        let events = try ReviewLog.events(of: place.log)
        let changes = events.compactMap { event -> ModelChange? in
          if case .modelChanged(let change) = event { change } else { nil }
        }
        #expect(changes.map(\.outcome) == [.refused, .adopted, .rolledBack, .rolledBack])
        #expect(changes.map(\.model.id).prefix(3) == ["worse", "better", "poor"])
        #expect(changes[1].seed == 7 && changes[1].trainingDataSHA256 == "ab")
        #expect(try #require(changes[1].figures).images > 20)
        try await place.expectWholeLog()
      }
    }

    /// The list of adopted models is damaged or gone, or the model is not the one that was adopted: no other model
    /// answers in silence, and the way out works.
    @Test(arguments: ["damaged", "missing", "empty", "another model"])
    func `where it cannot be told which model is in use nothing answers`(fault: String) async throws
    {
      try await Self.withPoorModel { place, _ in
        let shelf = place.root.appendingPathComponent("data/hematovision/models").path
        let list = "\(shelf)/adopted.json"
        switch fault {
        case "damaged":
          try #"[{"file":"poor.saf"#.write(toFile: list, atomically: true, encoding: .utf8)
        case "missing": try FileManager.default.removeItem(atPath: list)
        case "empty": try "".write(toFile: list, atomically: true, encoding: .utf8)
        default: try Self.write("new", to: "\(shelf)/poor.safetensors") { _, bias in bias[0] += 1 }
        }
        let named = fault == "another model" ? "poor.safetensors" : "adopted.json"
        let picture = Sample.directory.appendingPathComponent("field-001.jpg").path
        for command in [
          ["classify", picture], ["review", Sample.directory.path],
          ["evaluate", EvaluateCommandTests.manifest], ["models", "show"],
        ] {
          let ended = try await place.run(command)
          #expect(ended.code == 3, "\(command)")
          #expect(ended.output.isEmpty)
          #expect(ended.errorText.contains(named), "\(ended.errorText)")
          #expect(ended.errorText.contains("hematovision models rollback"))
        }
        let doctor = try await place.run("doctor")
        #expect(doctor.code == 3 && doctor.text.contains("PROBLEM"), "\(doctor.text)")
        #expect(doctor.text.contains(named))
        // Who names a model is answered by that.
        let own = try await place.run("classify", picture, "--model", Self.shipped)
        #expect(own.code == 0)

        let back = try await place.run("models", "rollback")
        #expect(back.code == 0, "\(back.errorText)")
        #expect(try await Self.answeringModel(place).hasPrefix("hv-mnv2"))
        let kept = try FileManager.default.contentsOfDirectory(atPath: shelf)
        #expect(kept.contains("poor.safetensors"))
        #expect(kept.contains("adopted.json.damaged-1") == ["damaged", "empty"].contains(fault))
        let changes = try ReviewLog.events(of: place.log).compactMap { event -> ModelChange? in
          if case .modelChanged(let change) = event { change } else { nil }
        }
        #expect(changes.map(\.outcome) == [.rolledBack])
        #expect(changes.allSatisfy { $0.model.id.hasPrefix("hv-mnv2") })
        try await place.expectWholeLog()
      }
    }

    /// A decision in the log names the model that suggested it, and that name can be seen: at the desk, on the page
    /// of who reviews, in `doctor`, and on a page of the picture's history.
    @Test func `the model that suggests is named at the desk, by I, by doctor, and in the log`()
      async throws
    {
      try await Self.withPoorModel { place, _ in
        let shelf = place.root.appendingPathComponent("data/hematovision/models").path
        let poor = try ModelFile(path: "\(shelf)/poor.safetensors").identity
        let doctor = try await place.run("doctor")
        #expect(doctor.text.contains("poor, SHA-256 \(poor.sha256)"))
        let screen = try place.station(
          try place.pictures([try #require(try await Sample.single(1).first)]), "--reviewer", "kbm")
        try await screen.wait(for: "not classified yet")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        try await screen.wait(for: "poor \(poor.sha256.prefix(8))")
        try screen.press("I")
        try await screen.wait(for: "Suggestions are by poor, SHA-256 \(poor.sha256.prefix(12))")
        try screen.press("Escape")
        try await screen.wait(for: "left as it was")
        try await screen.answer("1", saved: try await Sample.single(1)[0].name)
        try screen.press("Q")
        #expect(try await screen.exitCode() == 0)
        let decisions = try ReviewLog.events(of: place.log).compactMap { event -> Decision? in
          if case .decided(let decision) = event { decision } else { nil }
        }
        #expect(decisions.map(\.model) == [poor])
        let rows = try await place.reviewed()
        #expect(rows.map { $0["model_id"] } == ["poor"])
        #expect(rows.map { $0["model_sha256"] } == [poor.sha256])
      }
    }

    /// The samples of the four classes in two manifests: every second one is held out.
    private static func halves(in place: Workplace) throws -> (training: String, heldOut: String) {
      let table = try String(
        contentsOf: Sample.directory.appendingPathComponent("manifest.csv"), encoding: .utf8)
      var counts: [Substring: Int] = [:]
      var halves = ["path,class\n", "path,class\n"]
      for line in table.split(whereSeparator: \.isNewline).dropFirst() {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields[1] != "MULTI", fields[1] != "UNLABELLED" else { continue }
        let place = Sample.directory.appendingPathComponent(String(fields[0])).path
        halves[counts[fields[1], default: 0] % 2] += "\(place),\(fields[1])\n"
        counts[fields[1], default: 0] += 1
      }
      let files = ["training.csv", "held-out.csv"].map {
        place.root.appendingPathComponent($0).path
      }
      for (file, text) in zip(files, halves) {
        try text.write(toFile: file, atomically: true, encoding: .utf8)
      }
      return (files[0], files[1])
    }

    @Test func `a head trained on some samples is judged on the others, let in, and taken back`()
      async throws
    {
      try await Self.withPoorModel { place, _ in
        let (training, heldOut) = try Self.halves(in: place)
        let rule = place.root.appendingPathComponent("rule.json").path
        #expect(try await place.run("models", "plan", heldOut, "--output", rule).code == 0)
        let trained = place.root.appendingPathComponent("trained.safetensors").path
        let ended = try await place.run(
          "train", training, "--model", Self.shipped, "--output", trained, "--views", "1",
          "--augmented", "2")
        try #require(ended.code == 0, "\(ended.errorText)")
        let adopted = try await place.run("models", "adopt", trained, "--plan", rule)
        #expect(adopted.code == 0, "\(adopted.text) \(adopted.errorText)")
        #expect(
          try await Self.answeringModel(place) == ModelFile(path: trained).identity.id)
        // Trained on what is held out, it is not judged.
        let other = place.root.appendingPathComponent("other.json").path
        #expect(try await place.run("models", "plan", training, "--output", other).code == 0)
        let again = place.root.appendingPathComponent("again.safetensors").path
        let repeated = try await place.run(
          "train", training, "--model", Self.shipped, "--output", again, "--views", "1",
          "--augmented", "2", "--seed", "5")
        try #require(repeated.code == 0, "\(repeated.errorText)")
        let known = try await place.run("models", "adopt", again, "--plan", other)
        #expect(known.code == 3 && known.errorText.contains("it was trained on"))
        #expect(try await place.run("models", "rollback").code == 0)
        #expect(try await Self.answeringModel(place) == "poor")
        try await place.expectWholeLog()
      }
    }

    @Test func `what cannot be judged fairly is not judged`() async throws {
      try await Self.withPoorModel { place, plan in
        func adopt(_ model: String, plan: String) async throws -> Program.Ended {
          try await place.run("models", "adopt", model, "--plan", plan)
        }
        let good = place.root.appendingPathComponent("good.safetensors").path
        try Self.write("good", to: good) { _, _ in }
        // The rule was changed after it was set.
        let easier = place.root.appendingPathComponent("easier.json").path
        try String(contentsOfFile: plan, encoding: .utf8)
          .replacingOccurrences(of: #""marginPoints" : 2"#, with: #""marginPoints" : 40"#)
          .write(toFile: easier, atomically: true, encoding: .utf8)
        let changed = try await adopt(good, plan: easier)
        #expect(changed.code == 3 && changed.errorText.contains("the file was changed since"))
        // The model knows a picture of the test.
        let picture = try Data(
          contentsOf: SharedData.repositoryRoot.appendingPathComponent("samples/field-001.jpg"))
        let knows = place.root.appendingPathComponent("knows.safetensors").path
        try Self.write(
          "knows", to: knows, trainedOn: [String(sha256(of: Array(picture)).prefix(16))]
        ) { _, _ in }
        let peeked = try await adopt(knows, plan: plan)
        #expect(peeked.code == 3 && peeked.errorText.contains("trained on 1 of the"))
        // It is older than the rule.
        let old = place.root.appendingPathComponent("old.safetensors").path
        try Self.write("old", to: old) { weights, _ in weights[0][0] += 1 }
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)], ofItemAtPath: old)
        let early = try await adopt(old, plan: plan)
        #expect(early.code == 3 && early.errorText.contains("older than the rule"))
        // It does not say what it was trained on.
        let silent = try await adopt(Self.shipped, plan: plan)
        #expect(
          silent.code == 3 && silent.errorText.contains("does not say what it was trained on"))
        // Another model is in use by now.
        #expect(try await place.run("models", "rollback").code == 0)
        let late = try await adopt(good, plan: plan)
        #expect(late.code == 3 && late.errorText.contains("the rule is about replacing poor"))
        #expect(try await Self.answeringModel(place).hasPrefix("hv-mnv2"))
      }
    }
  }
}

extension ReviewLog {
  fileprivate static func events(of path: String) throws -> [LogEvent] {
    let log = try ReviewLog(
      path: path, identity: LogIdentity(reviewer: "", host: "", session: ""),
      clock: { Timestamp(utcMilliseconds: 0, offsetMinutes: 0) }, access: .readOnly)
    return try log.records(after: 0).map(\.entry.event)
  }
}

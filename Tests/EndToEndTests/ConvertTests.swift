import Foundation
import TestSupport
import Testing

extension EndToEnd {
  /// `Tools/convert`: models of Keras and ONNX come in, ours leave as ONNX, and all say the same.
  @Suite struct ConvertTests {
    /// What a script of Converting/ found in one case.
    private struct Compared: Decodable {
      let case_: String
      /// Greatest difference of two logits.
      let apart: Double
      /// By how much, at the least, a class's logits differ between the pictures.
      let spread: Double
      /// Whether classes, preprocessing and thresholds came back as they left.
      let sameHeader: Bool?

      private enum CodingKeys: String, CodingKey {
        case case_ = "case"
        case apart, spread
        case sameHeader = "same_header"
      }
    }

    private struct Refused: Decodable {
      let case_: String
      let file: String
      let code: Int32
      let text: String
      let words: [String]
      let left: [String]

      private enum CodingKeys: String, CodingKey {
        case case_ = "case"
        case file, code, text, words, left
      }
    }

    /// Both sides compute in single precision on the same numbers in single precision, each in an order of its own:
    /// 7e-6 apart at most was seen. Padding the wrong edge makes 1, another scale .2, another epsilon of the batch
    /// norms .06.
    private static let bound = 1e-4

    private static let bench = Workplace.binary + "-bench"

    private func lines<Line: Decodable>(
      of script: String, _ arguments: [String], in place: Workplace, as: Line.Type
    ) async throws -> [Line] {
      let path = SharedData.repositoryRoot
        .appendingPathComponent("Tests/EndToEndTests/Converting/\(script)").path
      let ended = try await Program(
        path: OwnPython.path, arguments: [path] + arguments,
        environment: place.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 },
        directory: place.root.path
      ).run(limit: .seconds(270))
      try #require(ended.code == 0, "\(ended.errorText)")
      return try ended.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    private func expectEqual(_ compared: [Compared], cases: [String]) {
      #expect(compared.map(\.case_) == cases)
      for each in compared {
        #expect(each.apart <= Self.bound, "\(each.case_): \(each.apart)")
        #expect(each.sameHeader ?? true, "\(each.case_)")
        // Pictures that all look alike to a network would hide a fault.
        #expect(each.spread > 0.05, "\(each.case_): \(each.spread)")
      }
    }

    @Test(
      .enabled(
        if: OwnPython.has("keras", "jax", "h5py", "numpy"),
        "needs the Python packages keras, jax and h5py: Tools/setup.sh tests"))
    func `a model of Keras says here what it says in Keras`() async throws {
      try await Workplace.use { place in
        let compared = try await lines(
          of: "check_keras.py", [Self.bench, place.root.path], in: place, as: Compared.self)
        expectEqual(
          compared,
          cases: [
            "report.h5", "report.keras", "tutorial.h5", "tutorial.keras", "tutorial.keras2.h5",
            "flat.h5", "flat.keras", "flat.bgr.h5",
          ])
        let classified = try await place.run(
          "classify", Sample.directory.appendingPathComponent("field-001.jpg").path, "--model",
          place.root.appendingPathComponent("report.h5.safetensors").path, "--format", "csv")
        #expect(classified.code == 0, "\(classified.errorText)")
        let row = try #require(try CSVTable(classified.output).rows.first)
        #expect(row["model_id"]?.hasPrefix("report-") == true)
        #expect(row["p_NEUTROPHIL"] != nil && row["p_BASOPHIL"] == nil)
      }
    }

    @Test(
      .enabled(
        if: OwnPython.has("onnx", "onnxruntime", "h5py", "numpy"),
        "needs the Python packages onnx, onnxruntime and h5py: Tools/setup.sh tests"))
    func `ONNX Runtime gives the same logits of what comes in and of what leaves`() async throws {
      try await Workplace.use { place in
        let own = place.root.appendingPathComponent("own.safetensors").path
        let trained = try await place.run(
          "train", Sample.directory.appendingPathComponent("manifest.csv").path, "--output", own,
          "--hidden", "16", "--augmented", "1", "--views", "1")
        try #require(trained.code == 0, "\(trained.errorText)")
        let compared = try await lines(
          of: "check_onnx_ways.py", [Self.bench, place.root.path, own], in: place,
          as: Compared.self)
        expectEqual(
          compared,
          cases: [
            "shipped out", "shipped out and in", "own out", "own out and in", "torch in",
            "torch out", "torch out and in", "keras in", "keras out", "keras out and in",
          ])
        // The shipped model, out and in again, answers as before, with its own classes and thresholds.
        let field = Sample.directory.appendingPathComponent("field-001.jpg").path
        let again = place.root.appendingPathComponent("shipped.again.safetensors").path
        var answers: [[String: String]] = []
        for model in [[], ["--model", again]] {
          let ended = try await place.run(["classify", field, "--format", "csv"] + model)
          try #require(ended.code == 0, "\(ended.errorText)")
          answers.append(
            try #require(try CSVTable(ended.output).rows.first)
              .filter { !$0.key.hasPrefix("model") && $0.key != "milliseconds" })
        }
        #expect(answers[0] == answers[1] && answers[0].count > 8)
      }
    }

    @Test(
      .enabled(
        if: OwnPython.has("onnx", "h5py", "numpy"),
        "needs the Python packages onnx and h5py: Tools/setup.sh tests"))
    func `what does not fit is refused in a sentence, and nothing is written`() async throws {
      try await Workplace.use { place in
        let refused = try await lines(
          of: "refused.py", [place.root.path], in: place, as: Refused.self)
        #expect(refused.count == 41)
        for each in refused {
          #expect(each.code == 3, "\(each.case_): \(each.text)")
          #expect(each.text.contains(each.file), "\(each.case_): \(each.text)")
          // One line: neither a stack trace nor silence.
          #expect(each.text.count { $0 == "\n" } == 1, "\(each.case_): \(each.text)")
          for word in each.words {
            #expect(each.text.contains(word), "\(each.case_): no \(word) in \(each.text)")
          }
          #expect(each.left.isEmpty, "\(each.case_): \(each.left)")
        }
      }
    }
  }
}

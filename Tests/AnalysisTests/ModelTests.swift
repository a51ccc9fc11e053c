import Analysis
import Foundation
import Review
import TestSupport
import Testing

/// The shipped weights' header, and how logits become a suggestion.
@Suite struct ModelTests {
  static let weights =
    SharedData.repositoryRoot.appendingPathComponent("Weights/mobilenetv2-8.safetensors").path

  static func model() throws -> Model { try Model(path: weights) }

  @Test func `the shipped weights name eight classes, four of them the report's`() throws {
    let classes = try Self.model().header.classes
    #expect(
      classes.filter(\.core).map(\.code) == ["EOSINOPHIL", "LYMPHOCYTE", "MONOCYTE", "NEUTROPHIL"])
    #expect(
      classes.filter { !$0.core }.map(\.code) == ["BASOPHIL", "IG", "ERYTHROBLAST", "PLATELET"])
    #expect(classes.filter { !$0.countsInTotal }.map(\.code) == ["ERYTHROBLAST", "PLATELET"])
    #expect(Set(classes.map(\.letter)).count == 8)
    #expect(Set(classes.map(\.short)).count == 8)
  }

  @Test func `the identity carries the hash of the file as sha256sum prints it`() throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: Self.weights))
    let model = try Self.model()
    #expect(model.identity.sha256 == sha256(of: Array(bytes)))
    #expect(!model.identity.id.isEmpty)
  }

  @Test func `a sure core class is ok, an unsure one uncertain, any other outside`() throws {
    let model = try Self.model()
    func logits(_ index: Int, _ value: Float) -> [Float] {
      (0..<8).map { $0 == index ? value : 0 }
    }
    for index in 0..<8 {
      let sure = model.suggestion(logits: logits(index, 40))
      #expect(sure.label == model.header.classes[index].label)
      #expect(sure.status == (model.header.classes[index].core ? .ok : .outside))
    }
    // Two core classes alike, the classes outside far away: nothing speaks for outside.
    let torn = model.suggestion(logits: [12, 12, 0, 0, 0, 0, 0, 0])
    #expect(torn.status == .uncertain)
  }

  @Test func `probabilities add up to one and keep the order of the logits`() throws {
    let model = try Self.model()
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let logits = (0..<8).map { _ in Float.random(in: -30...30, using: &generator) }
      let suggestion = model.suggestion(logits: logits)
      let sum = suggestion.probabilities.reduce(0) { $0 + $1.probability }
      #expect(abs(sum - 1) < 1e-9)
      let best = logits.indices.max { logits[$0] < logits[$1] } ?? 0
      #expect(suggestion.label == model.header.classes[best].label)
    }
  }

  @Test(arguments: [
    ("classes", "[]"), ("classes", "nonsense"), ("calibration", "{\"temperature\":0}"),
    ("preprocess", "{\"side\":224}"), ("model_id", ""),
    ("preprocess", #"{"side":224,"crop_scale":1.5,"views":8,"close_crop_scale":1.5}"#),
    ("preprocess", #"{"side":224,"crop_scale":1.5,"views":8,"close_crop_scale":0}"#),
    ("preprocess", #"{"side":224,"crop_scale":1.5,"close_crop_scale":1.1}"#),
    ("preprocess", #"{"side":224,"crop_scale":1.5,"views":4}"#),
  ])
  func `a header that says nonsense is refused by its key`(key: String, value: String) throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("hematovision-header-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try Self.rewriting(key, to: value).write(to: file)
    do {
      _ = try Model(path: file.path)
      Issue.record("accepted \(key) = \(value)")
    } catch .missing(_, let found) {
      #expect(found == key)
    } catch .malformed(_, let found) {
      #expect(found == key)
    } catch .wrongClassCount {
      #expect(key == "classes")
    } catch {
      Issue.record("\(error)")
    }
  }

  /// The shipped file with one value of its metadata changed.
  static func rewriting(_ key: String, to value: String) throws -> Data {
    try rewriting([key: value])
  }

  /// The shipped file with these values of its metadata changed, or taken out.
  static func rewriting(_ changes: [String: String?]) throws -> Data {
    let data = try Data(contentsOf: URL(fileURLWithPath: weights))
    let length = data.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    var header = try #require(
      try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any])
    var metadata = try #require(header["__metadata__"] as? [String: String])
    for (key, value) in changes { metadata[key] = value }
    header["__metadata__"] = metadata
    var text = try JSONSerialization.data(withJSONObject: header)
    while (8 + text.count) % 64 != 0 { text.append(0x20) }
    var result = Data((0..<8).map { UInt8(text.count >> (8 * $0) & 255) })
    result.append(text)
    result.append(data[(8 + length)...])
    return result
  }
}

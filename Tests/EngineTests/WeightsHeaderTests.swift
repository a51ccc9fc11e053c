import Engine
import Foundation
import TestSupport
import Testing

@Suite("A weights file's header")
struct WeightsHeaderTests {
  private let right = RandomWeights.fourClassWriter

  @Test("that the file is too short for is refused as truncated")
  func truncatedHeader() throws {
    let whole = try RandomWeights.fourClasses.get()
    let headerEnd = 8 + Int(whole[0]) + Int(whole[1]) << 8 + Int(whole[2]) << 16
    try expectRefusal(of: whole.prefix(100)) {
      .truncated(file: $0, expectedBytes: headerEnd, foundBytes: 100)
    }
  }

  // Foundation names no entry for a number that is no Int.
  @Test(
    "that is no JSON object of tensors is refused",
    arguments: [
      ("{not JSON at all}", ""), (#"{"a": 1}"#, "a"),
      (#"{"a": {"dtype": "F32", "shape": [1]}}"#, "a.data_offsets"),
      (#"{"a": {"dtype": "F32", "shape": [1.5], "data_offsets": [0, 4]}}"#, ""),
      (#"{"a": {"dtype": "F32", "shape": [1e40], "data_offsets": [0, 4]}}"#, ""),
      (#"{"a": {"dtype": 32, "shape": [1], "data_offsets": [0, 4]}}"#, "a.dtype"),
      (#"{"__metadata__": {"format": 1}}"#, "__metadata__.format"),
    ])
  func malformed(json: String, entry: String) throws {
    let data = SafetensorsWriter.file(header: Data(json.utf8), data: Data(count: 64))
    try expectRefusal(of: data) { .malformedHeader(file: $0, entry: entry) }
  }

  @Test("nested too deeply is refused, not a crash")
  func deepNesting() throws {
    let json = #"{"a":"# + String(repeating: "[", count: 100_000)
    let data = SafetensorsWriter.file(header: Data(json.utf8), data: Data(count: 64))
    #expect(throws: WeightsError.self) { try WeightsFile(path: TemporaryFile(data).path) }
  }

  @Test("without a key that it needs is refused")
  func missingMetadata() throws {
    for key in ["format", "format_version", "architecture", "data_sha256"] {
      var writer = try right.get()
      writer.metadata[key] = nil
      try expectRefusal(of: writer.file()) { .missingMetadata(file: $0, key: key) }
    }
  }

  @Test("of another format, version or architecture is refused")
  func wrongMetadata() throws {
    for (key, expected) in [
      ("format", "hematovision-weights"), ("format_version", "1"),
      ("architecture", "mobilenet_v2_1.0_224"),
    ] {
      var writer = try right.get()
      writer.metadata[key] = "2"
      try expectRefusal(of: writer.file()) {
        .wrongMetadata(file: $0, key: key, expected: expected, found: "2")
      }
    }
  }

  @Test("that lacks a tensor is refused")
  func missingTensor() throws {
    var writer = try right.get()
    writer.tensors.removeAll { $0.name == "block_07.depthwise.bias" }
    try expectRefusal(of: writer.file()) {
      .missingTensor(file: $0, tensor: "block_07.depthwise.bias")
    }
  }

  @Test("with a tensor of no use is refused")
  func unexpectedTensor() throws {
    var writer = try right.get()
    writer.tensors.append(.init("optimizer.step", shape: [1], values: [3]))
    try expectRefusal(of: writer.file()) { .unexpectedTensor(file: $0, tensor: "optimizer.step") }
  }

  @Test("with a tensor of another type is refused")
  func wrongType() throws {
    var writer = try right.get()
    writer.tensors[4].type = "BF16"
    try expectRefusal(of: writer.file()) {
      .wrongType(file: $0, tensor: writer.tensors[4].name, expected: "F16 or F32", found: "BF16")
    }
  }

  @Test("with a tensor of another shape is refused")
  func wrongShape() throws {
    var writer = try right.get()
    let index = try #require(writer.tensors.firstIndex { $0.name == "block_16.project.weight" })
    writer.tensors[index].shape = [960, 320]
    try expectRefusal(of: writer.file()) {
      .wrongShape(
        file: $0, tensor: "block_16.project.weight", expected: [320, 960], found: [960, 320])
    }
  }

  @Test("whose head's weight and bias disagree about the classes is refused")
  func headsDisagree() throws {
    var writer = try right.get()
    let index = try #require(writer.tensors.firstIndex { $0.name == "head.bias" })
    writer.tensors[index] = .init("head.bias", shape: [5], values: [0, 0, 0, 0, 0])
    try expectRefusal(of: writer.file()) {
      .wrongShape(file: $0, tensor: "head.bias", expected: [4], found: [5])
    }
  }

  @Test("of a head without believable classes is refused", arguments: [0, 1, 1001, -4, Int.max])
  func unbelievableClasses(classCount: Int) throws {
    var writer = try right.get()
    let index = try #require(writer.tensors.firstIndex { $0.name == "head.weight" })
    writer.tensors[index].shape = [classCount, 1280]
    try expectRefusal(of: writer.file()) {
      .wrongClassCount(file: $0, allowed: 2...1000, found: classCount)
    }
  }
}

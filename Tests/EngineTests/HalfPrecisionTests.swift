import Engine
import Foundation
import TestSupport
import Testing

@Suite("A weights file in half precision")
struct HalfPrecisionTests {
  /// Two files of the same numbers, each of which half precision can hold: one of halves, one of singles.
  private static func writers() throws -> (half: SafetensorsWriter, single: SafetensorsWriter) {
    var single = try RandomWeights.fourClassWriter.get()
    for index in single.tensors.indices where single.tensors[index].shape.count > 1 {
      single.tensors[index].values = single.tensors[index].values.map { Float(Float16($0)) }
    }
    try single.sign()
    var half = single
    for index in half.tensors.indices where half.tensors[index].shape.count > 1 {
      half.tensors[index].type = "F16"
    }
    try half.sign()
    return (half, single)
  }

  @Test(
    "answers bit for bit as the same numbers in single precision do",
    arguments: KernelPath.supported)
  func sameLogits(path: KernelPath) throws {
    let writers = try Self.writers()
    let halfFile = try TemporaryFile(writers.half.file())
    let singleFile = try TemporaryFile(writers.single.file())
    var generator = SeededGenerator(seed: 9)
    let input = generator.floats(224 * 224 * 3)
    func logits(_ file: TemporaryFile) throws -> [Float] {
      MobileNetV2(try WeightsFile(path: file.path), path: path).makeInference().logits(of: input)
    }
    let half = try logits(halfFile)
    let single = try logits(singleFile)
    #expect(half == single)
    #expect(Set(half).count == 4)
  }

  @Test("gives every finite half exactly, signs, zeros and subnormals among them")
  func everyHalf() throws {
    let finite = (UInt16.min...UInt16.max).map { Float(Float16(bitPattern: $0)) }
      .filter(\.isFinite)
    var writer = try RandomWeights.fourClassWriter.get()
    let index = try #require(writer.tensors.firstIndex { $0.name == "last.weight" })
    writer.tensors[index].type = "F16"
    let capacity = writer.tensors[index].values.count
    writer.tensors[index].values = (0..<capacity).map { finite[$0 % finite.count] }
    try writer.sign()
    let file = try TemporaryFile(writer.file())
    let weights = try WeightsFile(path: file.path)
    let wrong = weights.withTensor("last.weight") { read in
      read.indices.filter { read[$0].bitPattern != finite[$0 % finite.count].bitPattern }
    }
    #expect(capacity > finite.count)
    #expect(wrong.isEmpty)
  }

  @Test("with an infinity or a NaN is refused", arguments: [Float.infinity, -.infinity, .nan])
  func notFinite(value: Float) throws {
    var writer = try Self.writers().half
    let index = try #require(writer.tensors.firstIndex { $0.name == "block_05.expand.weight" })
    writer.tensors[index].values[17] = value
    try writer.sign()
    try expectRefusal(of: writer.file()) {
      .notFinite(file: $0, tensor: "block_05.expand.weight", index: 17)
    }
  }
}

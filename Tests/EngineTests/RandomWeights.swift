import Digest
import Engine
import Foundation
import TestSupport

/// Weights of the right form without a meaning: for tests that need a network, not a trained one.
enum RandomWeights {
  /// The writer of a right file; tests of the file's errors change something in it.
  static func writer(
    classCount: Int, hiddenCount: Int? = nil, seed: UInt64
  ) throws -> SafetensorsWriter {
    var generator = SeededGenerator(seed: seed)
    var tensors: [SafetensorsWriter.Tensor] = []
    for layer in Network.layers(classCount: classCount, hiddenCount: hiddenCount)
    where layer.kind != .averagePool {
      let inputChannels = layer.kind == .depthwise ? 1 : layer.inputChannels
      let isWide = layer.kind == .convolution || layer.kind == .depthwise
      let fanIn = inputChannels * (isWide ? 9 : 1)
      let shape: [Int] =
        switch layer.kind {
        case .convolution: [layer.outputChannels, inputChannels, 3, 3]
        case .depthwise: [layer.outputChannels, 3, 3]
        case .pointwise, .dense, .averagePool: [layer.outputChannels, inputChannels]
        }
      // Variance 2 / fan-in keeps activations about as large from layer to layer.
      let scale = (6 / Float(fanIn)).squareRoot()
      tensors.append(
        .init(
          layer.name + ".weight", shape: shape,
          values: generator.floats(fanIn * layer.outputChannels, scale: scale)))
      tensors.append(
        .init(
          layer.name + ".bias", shape: [layer.outputChannels],
          values: generator.floats(layer.outputChannels, scale: 0.5)))
    }
    var writer = SafetensorsWriter(
      metadata: [
        "format": "hematovision-weights", "format_version": "1",
        "architecture": "mobilenet_v2_1.0_224", "model_id": "random-\(seed)",
      ], tensors: tensors)
    try writer.sign()
    return writer
  }

  /// A right writer with four classes, made once for all tests, and its file.
  static let fourClassWriter = Result { try writer(classCount: 4, seed: 1) }
  static let fourClasses = fourClassWriter.flatMap { writer in Result { try writer.file() } }
}

extension SafetensorsWriter {
  /// Writes the digest of the data into the metadata.
  mutating func sign() throws {
    metadata["data_sha256"] = try SHA256Digest(of: [UInt8](dataSection)).hexadecimal
  }
}

/// A file that is removed when the object goes.
final class TemporaryFile {
  let path: String

  init(_ data: Data) throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "hematovision-\(UUID().uuidString).safetensors"
      ).path
    try data.write(to: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

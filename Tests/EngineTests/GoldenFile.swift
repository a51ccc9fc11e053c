import Foundation
import TestSupport

/// The golden vectors, read by a reader of the tests' own so that the engine's is not its own judge.
struct GoldenFile {
  let metadata: [String: String]
  private let facts: [String: Facts]
  private let samples: [String: [Float]]

  /// What golden.py wrote about one stage.
  private struct Facts: Decodable {
    /// [channels, rows, columns], or [count].
    let shape: [Int]
    /// Every so many numbers one is kept.
    let stride: Int
    let sum: Double
    let max_abs: Float
  }

  init() throws {
    let url = SharedData.repositoryRoot.appendingPathComponent(
      "Tests/EngineTests/Golden/golden.safetensors")
    let data = try Data(contentsOf: url)
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: data[8..<(8 + length)]) as? [String: Any]
    metadata = header?["__metadata__"] as? [String: String] ?? [:]
    facts = try JSONDecoder().decode(
      [String: Facts].self, from: Data((metadata["stages"] ?? "").utf8))
    var samples: [String: [Float]] = [:]
    for name in facts.keys {
      let entry = header?[name] as? [String: Any]
      let offsets = entry?["data_offsets"] as? [Int] ?? [0, 0]
      let bytes = [UInt8](data[(8 + length + offsets[0])..<(8 + length + offsets[1])])
      samples[name] = stride(from: 0, to: bytes.count, by: 4).map { at in
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << (8 * $1) })
      }
    }
    self.samples = samples
  }

  /// What PyTorch gave for one stage.
  struct Stage {
    let channels: Int
    let pixelCount: Int
    let stride: Int
    let samples: [Float]
    let sum: Double
    let greatestMagnitude: Float

    /// The greatest difference of any sample from `values`, which are [pixel][channel].
    func greatestDifference(from values: UnsafeBufferPointer<Float>) -> Float {
      guard values.count == channels * pixelCount,
        samples.count == (values.count + stride - 1) / stride
      else { return .infinity }
      var greatest: Float = 0
      for (number, sample) in samples.enumerated() {
        let (channel, pixel) = (number * stride).quotientAndRemainder(dividingBy: pixelCount)
        let difference = abs(values[pixel * channels + channel] - sample)
        // A NaN compares false with everything and must not pass for equal.
        if difference.isNaN { return .infinity }
        greatest = max(greatest, difference)
      }
      return greatest
    }
  }

  func stage(_ name: String) -> Stage? {
    guard let facts = facts[name], let samples = samples[name], let channels = facts.shape.first
    else { return nil }
    return Stage(
      channels: channels, pixelCount: facts.shape.dropFirst().reduce(1, *), stride: facts.stride,
      samples: samples, sum: facts.sum, greatestMagnitude: facts.max_abs)
  }
}

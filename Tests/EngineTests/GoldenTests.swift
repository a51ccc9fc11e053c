import Engine
import Foundation
import TestSupport
import Testing

// Golden/golden.safetensors is made by Weights/recipe/golden.py: PyTorch, eager, float64, run on the
// shipped weights file. It keeps every k-th number of each stage in PyTorch's order [channel][row]
// [column], the sum of all and the greatest magnitude.
@Suite("The shipped network")
struct GoldenTests {
  /// Share of a stage's greatest magnitude. PyTorch's own fp32 is up to 7.5e-6 from its float64 (block
  /// 1 of `ramp`, a picture that no camera gives; `fp32_error` in the file), so a tighter bound would
  /// fail on rounding, and an error of an operator is far beyond.
  static let tolerance: Float = 1e-5

  /// Absolute, for the logits, on which answers rest: a tenth of what was promised.
  static let logitTolerance: Float = 1e-5

  @Test(
    "gives PyTorch's numbers at every stage, by every path", arguments: ["noise", "ramp"],
    KernelPath.supported)
  func stages(input: String, path: KernelPath) throws {
    let golden = try GoldenFile()
    let weights = try WeightsFile(path: Self.weightsPath)
    try #require(
      golden.metadata["weights_data_sha256"] == weights.metadata["data_sha256"],
      "The golden vectors are of other weights: run Weights/recipe/golden.py again.")
    let inference = MobileNetV2(weights, path: path).makeInference()
    let crop = input == "noise" ? Self.noise : Self.ramp
    var logits = [Float](repeating: .nan, count: weights.classCount)
    var seen = 0
    var greatestDifference: Float = 0
    crop.withUnsafeBufferPointer { crop in
      logits.withUnsafeMutableBufferPointer { logits in
        inference.run(crop, logits: logits) { stage, values in
          guard let expected = golden.stage("\(input).\(stage.goldenName)") else {
            Issue.record("no golden vector of \(stage)")
            return
          }
          seen += 1
          let difference = expected.greatestDifference(from: values)
          greatestDifference = max(greatestDifference, difference)
          let tolerance =
            stage == .logits ? Self.logitTolerance : Self.tolerance * expected.greatestMagnitude
          #expect(
            difference <= tolerance,
            "\(stage) of \(input), greatest \(expected.greatestMagnitude)")
          // Catches what lies between the samples. Its tolerance is the mean of the numbers' own.
          let sum = values.reduce(0.0) { $0 + Double($1) }
          #expect(abs(sum - expected.sum) <= 1e-5 * Double(values.count), "sum of \(stage)")
          let greatest = values.reduce(Float(0)) { max($0, abs($1)) }
          #expect(abs(greatest - expected.greatestMagnitude) <= tolerance, "max of \(stage)")
        }
      }
    }
    #expect(seen == 21)
    #expect(logits.allSatisfy { $0.isFinite })
  }

  static let weightsPath =
    SharedData.repositoryRoot.appendingPathComponent("Weights/mobilenetv2-8.safetensors").path

  /// The formula `noise` of golden.py.
  static let noise: [Float] = {
    var state: UInt32 = 1
    return interleaved { _, _, _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 24)
    }
  }()

  /// The formula `ramp` of golden.py.
  static let ramp: [Float] = interleaved { channel, y, x in
    Float((3 * x + 2 * y + 85 * channel + ((x * y) >> 5)) % 256)
  }

  /// Fills an interleaved crop, asking for its grey levels plane by plane as golden.py does.
  private static func interleaved(_ greyLevel: (Int, Int, Int) -> Float) -> [Float] {
    let side = Network.inputSide
    var crop = [Float](repeating: 0, count: Network.inputCount)
    for channel in 0..<3 {
      for y in 0..<side {
        for x in 0..<side {
          crop[(y * side + x) * 3 + channel] = greyLevel(channel, y, x) / 127.5 - 1
        }
      }
    }
    return crop
  }
}

extension Inference.Stage {
  fileprivate var goldenName: String {
    switch self {
    case .stem: "stem"
    case .block(let index): index < 10 ? "block_0\(index)" : "block_\(index)"
    case .last: "last"
    case .pooled: "pooled"
    case .hidden: "hidden"
    case .logits: "logits"
    }
  }
}

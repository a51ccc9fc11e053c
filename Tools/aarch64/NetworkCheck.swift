import CDriver

/// The shipped network at every stage against PyTorch's numbers, the golden vectors of EngineTests.
struct NetworkCheck {
  private(set) var isRight = true
  private let run = PortableRun(PortablePlan(WeightsFile(path: "weights.data")))
  private let golden = FloatBuffer(file: "golden.f32")
  private var place = 0

  mutating func check() {
    hv_say("noise:")
    check(Self.noise)
    hv_say("ramp:")
    check(Self.ramp)
    precondition(place == golden.count)
  }

  private mutating func check(_ picture: [Float]) {
    run.run(picture) { stage, values in compare(stage, values) }
    compare(.pooled, UnsafeBufferPointer(start: run.features.start, count: run.features.count))
    compare(.logits, UnsafeBufferPointer(start: run.logits.start, count: run.logits.count))
  }

  /// Compares with the next stage of the golden file: channels, pixels, stride, count, greatest, samples.
  private mutating func compare(_ stage: Inference.Stage, _ values: UnsafeBufferPointer<Float>) {
    let facts = golden.start + place
    let (channels, pixels) = (Int(facts[0]), Int(facts[1]))
    let (stride, count, greatest) = (Int(facts[2]), Int(facts[3]), Double(facts[4]))
    precondition(channels * pixels == values.count)
    var worst = 0.0
    for sample in 0..<count {
      let (channel, pixel) = (sample * stride).quotientAndRemainder(dividingBy: pixels)
      let difference = abs(values[pixel * channels + channel] - facts[5 + sample])
      worst = difference.isNaN ? .infinity : max(worst, Double(difference))
    }
    // The bounds of GoldenTests: logits absolute, the rest relative to the stage's greatest.
    let bound = if case .logits = stage { 1e-5 } else { 1e-5 * greatest }
    isRight = isRight && worst <= bound
    stage.name.withCString { hv_line($0, worst, bound, worst <= bound ? 1 : 0) }
    place += 5 + count
  }

  /// As in Weights/recipe/golden_inputs.py, but [row][column][channel].
  private static var noise: [Float] {
    var state: UInt32 = 1
    return interleaved { _, _, _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return state >> 24
    }
  }

  private static var ramp: [Float] {
    interleaved { channel, y, x in UInt32((3 * x + 2 * y + 85 * channel + ((x * y) >> 5)) % 256) }
  }

  /// Asks for the bytes in the order channel, row, column.
  private static func interleaved(_ byte: (Int, Int, Int) -> UInt32) -> [Float] {
    let side = Network.inputSide
    var values = [Float](repeating: 0, count: Network.inputCount)
    for channel in 0..<3 {
      for y in 0..<side {
        for x in 0..<side {
          values[(y * side + x) * 3 + channel] = Float(byte(channel, y, x)) / 127.5 - 1
        }
      }
    }
    return values
  }
}

extension Inference.Stage {
  fileprivate var name: String {
    switch self {
    case .stem: "stem"
    case .block(let index): Network.blocks[index].name
    case .last: "last"
    case .pooled: "pooled"
    case .logits: "logits"
    }
  }
}

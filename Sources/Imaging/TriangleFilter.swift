/// The input samples and weights of every output sample along one axis: a triangle that widens when
/// shrinking, in fixed-point numbers that add up to about 1 << 22.
///
/// Every output has the same number of taps, so that loops over them are predictable; the weights of
/// those that are too many are 0.
struct TriangleFilter {
  static let bits: Int32 = 22
  let tapCount: Int
  /// The first input sample of each output; the taps lie within the input.
  let starts: [Int32]
  /// `tapCount` weights an output, none below 0.
  let weights: [Int32]

  init(from inputCount: Int, to outputCount: Int) {
    let scale = Double(inputCount) / Double(outputCount)
    let support = max(scale, 1)
    let ranges = (0..<outputCount).map { output in
      let centre = (Double(output) + 0.5) * scale
      return max(0, Int(centre - support + 0.5))..<min(inputCount, Int(centre + support + 0.5))
    }
    let tapCount = ranges.map(\.count).max() ?? 1
    self.tapCount = tapCount
    let starts = ranges.map { min($0.lowerBound, inputCount - tapCount) }
    self.starts = starts.map { Int32($0) }
    weights = [Int32](unsafeUninitializedCapacity: outputCount * tapCount) { weights, filled in
      weights.initialize(repeating: 0)
      filled = weights.count
      for output in 0..<outputCount {
        let centre = (Double(output) + 0.5) * scale
        func shape(_ input: Int) -> Double {
          max(0, 1 - abs((Double(input) - centre + 0.5) / support))
        }
        let sum = ranges[output].reduce(0) { $0 + shape($1) }
        for input in ranges[output] {
          let fixed = shape(input) / sum * Double(1 << Self.bits)
          weights[output * tapCount + input - starts[output]] = Int32(fixed + 0.5)
        }
      }
    }
  }
}

import TestSupport

extension SeededGenerator {
  /// `count` floats, evenly spread over -`scale`...`scale`.
  mutating func floats(_ count: Int, scale: Float = 1) -> [Float] {
    // By hand, not `Float.random`, so that one seed means the same numbers in every toolchain.
    (0..<count).map { _ in
      (Float(Int32(truncatingIfNeeded: next() >> 40)) / Float(1 << 23) - 1) * scale
    }
  }
}

import Foundation
import Review

/// SplitMix64 with the few distributions the drawing needs; the same seed always gives the same field.
struct RandomSource {
  private var bits: SplitMix64

  init(seed: UInt64) { bits = SplitMix64(seed: seed) }

  /// The next 64 random bits.
  mutating func next() -> UInt64 { bits.next() }

  /// Uniform in 0..<1, 24 bits.
  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Uniform between two bounds.
  mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

  /// Uniform over whole numbers, both ends included.
  mutating func integer(_ low: Int, _ high: Int) -> Int {
    low + Int(next() % UInt64(high - low + 1))
  }

  /// True with the given probability.
  mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  /// Normal with mean 0 and standard deviation 1 (Box and Muller 1958).
  mutating func normal() -> Float {
    let radius = (-2 * log(max(unit(), 1e-7))).squareRoot()
    return radius * cos(2 * .pi * unit())
  }

  /// An angle in radians.
  mutating func angle() -> Float { uniform(-.pi, .pi) }

  /// An index drawn with the given weights, which must hold a positive one.
  mutating func index(weights: [Float]) -> Int {
    var rest = unit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return index }
    }
    return weights.count - 1
  }

  /// 32 bits for a noise field of its own.
  mutating func noiseSeed() -> UInt32 { UInt32(truncatingIfNeeded: next() >> 32) }
}

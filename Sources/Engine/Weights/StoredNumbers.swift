/// How the numbers of a tensor lie in a weights file: little-endian, in safetensors' words.
enum StoredNumbers: String, CaseIterable {
  case half = "F16"
  case single = "F32"

  var byteCount: Int {
    switch self {
    case .half: 2
    case .single: 4
    }
  }

  /// The index of the first number that is infinite or none at all.
  func firstNotFinite(in bytes: UnsafeRawBufferPointer) -> Int? {
    switch self {
    case .half: Self.first(of: bytes.bindMemory(to: Int16.self), with: 0x7C00)
    case .single: Self.first(of: bytes.bindMemory(to: Int32.self), with: 0x7F80_0000)
    }
  }

  /// The first of `numbers` in which all bits of `exponent` are set. Runs of numbers are looked at for their largest
  /// exponent, several at once.
  private static func first<Bits: FixedWidthInteger>(
    of numbers: UnsafeBufferPointer<Bits>, with exponent: Bits
  ) -> Int? {
    for start in stride(from: 0, to: numbers.count, by: 4096) {
      let run = start..<min(start + 4096, numbers.count)
      var most: Bits = 0
      for index in run { most = max(most, numbers[index] & exponent) }
      if most == exponent { return run.first { numbers[$0] & exponent == exponent } }
    }
    return nil
  }

  /// Lends `bytes` as floats; halves are widened, which is exact.
  func withFloats<Result>(
    _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    switch self {
    case .single:
      return body(bytes.bindMemory(to: Float.self))
    case .half:
      let halves = bytes.bindMemory(to: UInt16.self)
      return withUnsafeTemporaryAllocation(of: Float.self, capacity: halves.count) { floats in
        for index in halves.indices {
          floats.initializeElement(at: index, to: widened(halves[index]))
        }
        return body(UnsafeBufferPointer(floats))
      }
    }
  }
}

/// The float of the finite half-precision number with these bits.
///
/// Source: IEEE 754-2019, tables 3.5 and 3.6. By integers, four at a time: processors without F16C
/// would call a function for every number.
@inline(__always)
func widened(_ half: UInt16) -> Float {
  let magnitude = UInt32(half & 0x7FFF) << 13
  let sign = UInt32(half & 0x8000) << 16
  // The exponents' biases are 15 and 127. A half without an exponent has no hidden one either: it
  // is read as 2^-14 more than it is.
  let isSmall = half & 0x7C00 == 0
  let value = Float(bitPattern: magnitude &+ (isSmall ? 113 << 23 : 112 << 23))
  let exact = isSmall ? value - Float(bitPattern: 113 << 23) : value
  return Float(bitPattern: exact.bitPattern | sign)
}

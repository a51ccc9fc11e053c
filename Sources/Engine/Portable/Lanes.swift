/// Four floats at once: what every x86-64 and ARM64 processor has.
///
/// Wider vectors need compiler flags that a package may not ask for, so they belong to kernels of
/// another language behind the same operators.
typealias Lanes = SIMD4<Float>

let laneCount = 4

/// Four floats from `start + index`, on any boundary.
@inline(__always)
func lanes(_ start: UnsafePointer<Float>, _ index: Int) -> Lanes {
  UnsafeRawPointer(start + index).loadUnaligned(as: Lanes.self)
}

/// Stores four floats to `start + index`, on any boundary.
@inline(__always)
func store(_ value: Lanes, _ start: UnsafeMutablePointer<Float>, _ index: Int) {
  UnsafeMutableRawPointer(start + index).storeBytes(of: value, as: Lanes.self)
}

/// ReLU6: `value` held within 0...6. A NaN stays a NaN, so that it is seen at the end.
@inline(__always)
func relu6(_ value: Lanes) -> Lanes {
  let floor = value.replacing(with: Lanes(repeating: 0), where: value .< 0)
  return floor.replacing(with: Lanes(repeating: 6), where: floor .> 6)
}

/// ReLU6 of one number.
@inline(__always)
func relu6(_ value: Float) -> Float {
  let floor: Float = value < 0 ? 0 : value
  return floor > 6 ? 6 : floor
}

/// ReLU of `count` numbers in place. A NaN stays a NaN, so that it is seen at the end.
func clampToZero(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
  for index in 0..<count where numbers[index] < 0 { numbers[index] = 0 }
}

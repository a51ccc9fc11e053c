/// The numbers of a layer's weights, [output][input], as they are stored.
enum LayerNumbers {
  case singles(UnsafeBufferPointer<Float>)
  /// The bits of IEEE 754 half-precision numbers.
  case halves(UnsafeBufferPointer<UInt16>)

  var count: Int {
    switch self {
    case .singles(let numbers): numbers.count
    case .halves(let numbers): numbers.count
    }
  }
}

/// Weights packed for the kernels, in single or half precision; they never change.
final class PackedNumbers: @unchecked Sendable {
  // Unchecked: the memory is written in `init` alone, before the object can be shared.
  let start: UnsafeRawPointer
  let isHalf: Bool

  /// Room for `count` numbers on a boundary of 64 bytes, all of which `fill` writes.
  init<Number>(
    count: Int, of type: Number.Type, _ fill: (UnsafeMutablePointer<Number>) -> Void
  ) {
    isHalf = MemoryLayout<Number>.size == 2
    let byteCount = max(count, 1) * MemoryLayout<Number>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    fill(memory.bindMemory(to: Number.self, capacity: max(count, 1)))
    start = UnsafeRawPointer(memory)
  }

  deinit { start.deallocate() }
}

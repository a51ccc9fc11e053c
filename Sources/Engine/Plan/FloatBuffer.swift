import Glibc

/// Floats on a 64-byte boundary, owned: the working memory of one `Inference`.
///
/// 64 bytes are a cache line and the widest vector of x86-64, so no load of a row straddles lines.
package final class FloatBuffer {
  package let start: UnsafeMutablePointer<Float>
  package let count: Int
  private let memory: UnsafeMutableRawPointer

  /// A buffer of `count` zeros.
  package init(count: Int) {
    // Fresh pages are zeros: they are touched only when they are needed.
    guard let memory = calloc(max(count, 1) + 16, MemoryLayout<Float>.stride) else {
      preconditionFailure("no memory for \(count) floats")
    }
    self.memory = memory
    start = memory.alignedUp(toMultipleOf: 64).bindMemory(to: Float.self, capacity: max(count, 1))
    self.count = count
  }

  deinit { free(memory) }
}

/// Floats that never change once made: packed weights, shared by all threads.
package final class PackedFloats: @unchecked Sendable {
  // Unchecked: `storage` is written in `init` alone, before the object can be shared.
  private let storage: FloatBuffer
  package var start: UnsafePointer<Float> { UnsafePointer(storage.start) }
  package var count: Int { storage.count }

  /// `count` floats, the value at each index given by `value`.
  package init(count: Int, _ value: (Int) -> Float) {
    storage = FloatBuffer(count: count)
    for index in 0..<count { storage.start[index] = value(index) }
  }

  /// `count` zeros, of which `fill` overwrites some.
  init(zeros count: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void) {
    storage = FloatBuffer(count: count)
    fill(storage.start)
  }

  /// A copy of `values` with zeros behind, `count` in all.
  convenience init(zeroPadding values: UnsafeBufferPointer<Float>, to count: Int) {
    precondition(values.count <= count)
    self.init(zeros: count) { start in
      guard let source = values.baseAddress else { return }
      start.update(from: source, count: values.count)
    }
  }

  /// A copy of `values`.
  package init(_ values: UnsafeBufferPointer<Float>) {
    storage = FloatBuffer(count: values.count)
    guard let source = values.baseAddress else { return }
    storage.start.update(from: source, count: values.count)
  }

  /// The transpose of `matrix`, [rowCount][columnCount].
  package init(transposing matrix: UnsafeBufferPointer<Float>, rowCount: Int, columnCount: Int) {
    precondition(matrix.count == rowCount * columnCount)
    storage = FloatBuffer(count: matrix.count)
    guard let source = matrix.baseAddress else { return }
    // Squares of which both sides stay in the first level cache.
    let side = 32
    for firstRow in stride(from: 0, to: rowCount, by: side) {
      for firstColumn in stride(from: 0, to: columnCount, by: side) {
        for column in firstColumn..<min(firstColumn + side, columnCount) {
          for row in firstRow..<min(firstRow + side, rowCount) {
            storage.start[column &* rowCount &+ row] = source[row &* columnCount &+ column]
          }
        }
      }
    }
  }
}

import CPixels

/// Counts values in bins; what lies outside the bins counts for the first or the last one.
package struct Histogram {
  private let binCount: Int
  /// Values whose bins are kept at a time.
  private static let blockSize = 1024
  /// Four counts a bin, one a lane: equal neighbours would wait for each other on a single one.
  private var lanes: [UInt32]

  package init(binCount: Int) {
    precondition(binCount <= 1 << 16, "the number of a bin has 16 bits")
    self.binCount = binCount
    lanes = [UInt32](repeating: 0, count: binCount * 4)
  }

  /// Counts values; the bins are `step` wide, the first of them begins at `origin`.
  package mutating func add(_ values: [Float], origin: Float = 0, step: Float) {
    guard !values.isEmpty else { return }
    values.withStart { start in
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: Self.blockSize) { room in
        guard let bins = room.baseAddress else { return }
        for first in stride(from: 0, to: values.count, by: Self.blockSize) {
          let count = min(Self.blockSize, values.count - first)
          PixelLoops.table.bin_numbers(
            start + first, Int32(count), origin, step, Int32(binCount - 1), bins)
          add(bins: bins, count: count)
        }
      }
    }
  }

  /// Counts values of which the numbers of their bins are known.
  mutating func add(bins: UnsafePointer<UInt16>, count: Int) {
    lanes.withUnsafeMutableBufferPointer {
      PixelLoops.table.count_levels(bins, Int32(count), $0.baseAddress)
    }
  }

  /// The number of values in a bin.
  package func count(of bin: Int) -> Int { (0..<4).reduce(0) { $0 + Int(lanes[bin * 4 + $1]) } }

  /// The count of each bin.
  package var counts: [Int] { (0..<binCount).map(count) }

  /// The highest bin from which on there are at least `enough` values.
  package func lastBin(holding enough: Int) -> Int? {
    var found = 0
    return (0..<binCount).last { bin in
      found += count(of: bin)
      return found >= enough
    }
  }
}

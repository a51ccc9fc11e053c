/// Counts values in bins; what lies outside the bins counts for the first or the last one.
package struct Histogram {
  private let binCount: Int
  /// Four counts a bin, one a lane: equal neighbours would wait for each other on a single one.
  private var lanes: [UInt32]

  package init(binCount: Int) {
    self.binCount = binCount
    lanes = [UInt32](repeating: 0, count: binCount * 4)
  }

  /// Counts `count` values; `bin` gives their places among the bins, of which the whole part counts.
  @inline(__always)
  package mutating func add(
    _ values: UnsafePointer<Float>, count: Int, bin: (SIMD4<Float>) -> SIMD4<Float>
  ) {
    let last = UInt32(binCount - 1)
    let highest = SIMD4<Float>(repeating: Float(last))
    // Adding 2^23 leaves no bits below 1: the whole number stands in the lowest bits.
    let whole = SIMD4<Float>(repeating: 0x1p23)
    lanes.withUnsafeMutableBufferPointer { lanes in
      @inline(__always)
      func bins(_ four: SIMD4<Float>) -> SIMD4<UInt32> {
        var place = bin(four)
        place.replace(with: 0, where: place .< 0)
        place.replace(with: highest, where: place .> highest)
        let nearest = place + whole
        let bins = unsafeBitCast(nearest, to: SIMD4<UInt32>.self) & 0x7F_FFFF
        return bins.replacing(with: bins &- 1, where: nearest - whole .> place)
      }
      let fours = count & ~3
      var index = 0
      while index < fours {
        let bins = bins(values.four(at: index))
        for lane in 0..<4 { lanes[Int(min(bins[lane], last)) &* 4 &+ lane] &+= 1 }
        index &+= 4
      }
      if index < count {
        let bins = bins(values.four(at: index, of: count &- index))
        for lane in 0..<(count &- index) { lanes[Int(min(bins[lane], last)) &* 4 &+ lane] &+= 1 }
      }
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

import CPixels

/// A set of places on a grid, with the few operations of morphology the cell finder needs.
///
/// Sixty-four places a word, lowest bit first. Every row ends in at least one bit that is never set,
/// and an empty row lies above and below, so that a place at the edge has neighbours like any other.
package struct BinaryMask {
  /// A place of the grid.
  package struct Place: Hashable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
      self.x = x
      self.y = y
    }
  }

  package let width: Int
  package let height: Int
  /// Words a row.
  private let pitch: Int
  private var words: [UInt64]

  private init(like other: BinaryMask, words: [UInt64]) {
    (width, height, pitch) = (other.width, other.height, other.pitch)
    self.words = words
  }

  /// The places whose value is above `threshold`; there are `width * height` values.
  package init(width: Int, height: Int, values: [Float], above threshold: Float) {
    precondition(values.count == width * height, "one value a place")
    self.width = width
    self.height = height
    let pitch = width / 64 + 1
    self.pitch = pitch
    words = [UInt64](repeating: 0, count: (height + 2) * pitch)
    let loops = PixelLoops.table
    words.withUnsafeMutableBufferPointer { words in
      values.withStart { values in
        guard let words = words.baseAddress else { return }
        for y in 0..<height {
          loops.bits_above(
            values + y &* width, Int32(width), threshold, words + (y &+ 1) &* pitch)
        }
      }
    }
  }

  /// Whether a place is set; their neighbours just outside the grid are not.
  @inline(__always)
  package func contains(_ x: Int, _ y: Int) -> Bool {
    let bit = (y &+ 1) &* pitch &* 64 &+ x
    return words[bit >> 6] >> UInt64(bit & 63) & 1 == 1
  }

  /// Removes what is thinner than five places and keeps the outline of the rest. The disc of five
  /// places is a cross followed by a square. Outside the grid nothing is set.
  package func opened() -> BinaryMask {
    var result = self
    for (isCross, isEroding) in [(true, true), (false, true), (false, false), (true, false)] {
      let across = result.combined(result.words, distance: 1, isEroding)
      let down = result.combined(isCross ? result.words : across, distance: pitch * 64, isEroding)
      result.words = isCross ? zip(across, down).map { isEroding ? $0 & $1 : $0 | $1 } : down
    }
    return result
  }

  /// Each place with the two that are `distance` bits away: all of the three, or any.
  private func combined(_ words: [UInt64], distance: Int, _ isEroding: Bool) -> [UInt64] {
    var result = words
    let step = distance == 1 ? 1 : pitch
    for index in pitch..<(words.count - pitch) {
      var (before, after) = (words[index - step], words[index + step])
      let here = words[index]
      if distance == 1 {
        before = here << 1 | before >> 63
        after = here >> 1 | after << 63
      }
      result[index] = isEroding ? before & here & after : (before | here | after) & valid(index)
    }
    return result
  }

  /// The bits of a word that are places of the grid.
  @inline(__always)
  private func valid(_ index: Int) -> UInt64 {
    index % pitch == pitch - 1 ? (1 << UInt64(width % 64)) - 1 : .max
  }

  /// Sets every place that cannot be reached from the grid's border through unset neighbours.
  package func holesFilled() -> BinaryMask {
    let free = words.indices.map { index in
      (pitch..<(words.count - pitch)).contains(index) ? ~words[index] & valid(index) : 0
    }
    var outside = [UInt64](repeating: 0, count: words.count)
    for y in 1...height {
      let row = y * pitch
      for index in row..<(row + pitch) where y == 1 || y == height { outside[index] = free[index] }
      outside[row] |= free[row] & 1
      let last = row + (width - 1) / 64
      outside[last] |= free[last] & 1 << UInt64((width - 1) % 64)
    }
    // Down and up, until nothing more is reached: most pictures take two rounds.
    outside.withUnsafeMutableBufferPointer { outside in
      free.withUnsafeBufferPointer { free in
        guard let outside = outside.baseAddress, let free = free.baseAddress else { return }
        var (isGrowing, isFirst) = (true, true)
        while isGrowing {
          isGrowing = false
          for y in 1...height {
            let isNew = Self.flood(
              outside, free, row: y * pitch, from: -pitch, pitch, isFirst: isFirst)
            if isNew { isGrowing = true }
          }
          isFirst = false
          for y in (1...height).reversed()
          where Self.flood(outside, free, row: y * pitch, from: pitch, pitch) {
            isGrowing = true
          }
        }
      }
    }
    let filled = words.indices.map { index in
      (pitch..<(words.count - pitch)).contains(index) ? ~outside[index] & valid(index) : 0
    }
    return BinaryMask(like: self, words: filled)
  }

  /// Spreads what is reached from a neighbouring row into a row, and along it; whether that was news.
  private static func flood(
    _ outside: UnsafeMutablePointer<UInt64>, _ free: UnsafePointer<UInt64>, row: Int,
    from neighbour: Int, _ pitch: Int, isFirst: Bool = false
  ) -> Bool {
    var isNew = false
    var carry: UInt64 = 0
    for index in row..<(row + pitch) {
      var reached = outside[index] | (outside[index + neighbour] | carry) & free[index]
      // A carry runs through free bits from a reached one upwards, and clears them.
      reached |= free[index] & ~(free[index] &+ reached)
      carry = reached >> 63
      if reached != outside[index] { isNew = true }
      outside[index] = reached
    }
    // What a row had before is spread already, but for the border's own places.
    guard isNew || isFirst else { return false }
    carry = 0
    for index in (row..<(row + pitch)).reversed() {
      var reached = outside[index] | carry << 63 & free[index]
      var open = free[index]
      for shift in [1, 2, 4, 8, 16, 32] as [UInt64] {
        reached |= open & reached >> shift
        open &= open >> shift
      }
      carry = reached & 1
      if reached != outside[index] { isNew = true }
      outside[index] = reached
    }
    return isNew
  }

  /// The parts that hang together through their four neighbours, in reading order of their first
  /// places; each part's places in the order they were reached: left, right, up, down.
  package func components() -> [[Place]] {
    var rest = words
    var parts: [[Place]] = []
    for start in rest.indices {
      while rest[start] != 0 {
        let bit = rest[start].trailingZeroBitCount
        rest[start] &= rest[start] &- 1
        let first = Place(x: start % pitch * 64 + bit, y: start / pitch - 1)
        parts.append(Self.grown(from: first, taking: &rest, pitch: pitch))
      }
    }
    return parts
  }

  private static func grown(
    from first: Place, taking rest: inout [UInt64], pitch: Int
  ) -> [Place] {
    var part = [first]
    var next = 0
    while next < part.count {
      let place = part[next]
      for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
        let bit = (place.y &+ dy &+ 1) &* pitch &* 64 &+ place.x &+ dx
        let mask: UInt64 = 1 << UInt64(bit & 63)
        guard rest[bit >> 6] & mask != 0 else { continue }
        rest[bit >> 6] &= ~mask
        part.append(Place(x: place.x &+ dx, y: place.y &+ dy))
      }
      next += 1
    }
    return part
  }
}

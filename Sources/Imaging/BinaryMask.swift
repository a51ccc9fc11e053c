/// A set of places on a grid, with the few operations of morphology the cell finder needs.
struct BinaryMask {
  let width: Int
  let height: Int
  private(set) var isSet: [Bool]

  init(width: Int, height: Int, isSet: [Bool]) {
    precondition(isSet.count == width * height, "one truth a place")
    self.width = width
    self.height = height
    self.isSet = isSet
  }

  /// Removes what is thinner than five places and keeps the outline of the rest. The disc of five
  /// places is a cross followed by a square. Outside the grid nothing is set.
  func opened() -> BinaryMask {
    cross(eroding: true).square(eroding: true).square(eroding: false).cross(eroding: false)
  }

  /// Sets every place that cannot be reached from the grid's border through unset neighbours.
  func holesFilled() -> BinaryMask {
    var outside = [Bool](repeating: false, count: isSet.count)
    var pending: [Int] = []
    func reach(_ index: Int) {
      guard !isSet[index], !outside[index] else { return }
      outside[index] = true
      pending.append(index)
    }
    for x in 0..<width {
      reach(x)
      reach((height - 1) * width + x)
    }
    for y in 0..<height {
      reach(y * width)
      reach(y * width + width - 1)
    }
    while let index = pending.popLast() { forEachNeighbour(of: index, reach) }
    return BinaryMask(width: width, height: height, isSet: outside.map { !$0 })
  }

  /// The parts that hang together through their four neighbours, in reading order of their first
  /// places; each part's places in the order they were reached.
  func components() -> [[Int]] {
    var isTaken = [Bool](repeating: false, count: isSet.count)
    var parts: [[Int]] = []
    for start in isSet.indices where isSet[start] && !isTaken[start] {
      isTaken[start] = true
      var part = [start]
      var next = 0
      while next < part.count {
        forEachNeighbour(of: part[next]) { index in
          guard isSet[index], !isTaken[index] else { return }
          isTaken[index] = true
          part.append(index)
        }
        next += 1
      }
      parts.append(part)
    }
    return parts
  }

  private func forEachNeighbour(of index: Int, _ body: (Int) -> Void) {
    let x = index % width
    if x > 0 { body(index - 1) }
    if x < width - 1 { body(index + 1) }
    if index >= width { body(index - width) }
    if index < (height - 1) * width { body(index + width) }
  }

  private func cross(eroding: Bool) -> BinaryMask {
    combine(lineAcross(isSet, eroding), lineDown(isSet, eroding), eroding)
  }

  private func square(eroding: Bool) -> BinaryMask {
    let across = lineAcross(isSet, eroding)
    return combine(across, lineDown(across, eroding), eroding)
  }

  private func combine(_ one: [Bool], _ other: [Bool], _ eroding: Bool) -> BinaryMask {
    let both = zip(one, other).map { eroding ? $0 && $1 : $0 || $1 }
    return BinaryMask(width: width, height: height, isSet: both)
  }

  // An interior pass without conditions, which the compiler makes wide, then the two ends.

  private func lineAcross(_ set: [Bool], _ eroding: Bool) -> [Bool] {
    let count = set.count
    return [Bool](unsafeUninitializedCapacity: count) { out, filled in
      set.withUnsafeBufferPointer { set in
        for y in 0..<height {
          let row = y &* width
          for index in (row + 1)..<max(row + width - 1, row + 1) {
            let (before, here, after) = (set[index &- 1], set[index], set[index &+ 1])
            out[index] = eroding ? before & here & after : before | here | after
          }
          let last = row + width - 1
          out[row] = !eroding && (set[row] || set[min(row + 1, last)])
          if last > row { out[last] = !eroding && (set[last] || set[last - 1]) }
        }
      }
      filled = count
    }
  }

  private func lineDown(_ set: [Bool], _ eroding: Bool) -> [Bool] {
    let count = set.count
    return [Bool](unsafeUninitializedCapacity: count) { out, filled in
      set.withUnsafeBufferPointer { set in
        for index in width..<max(count - width, width) {
          let (above, here, below) = (set[index &- width], set[index], set[index &+ width])
          out[index] = eroding ? above & here & below : above | here | below
        }
        let lastRow = count - width
        for x in 0..<width {
          out[x] = !eroding && (set[x] || set[min(x + width, lastRow + x)])
          if lastRow > 0 {
            out[lastRow + x] = !eroding && (set[lastRow + x] || set[lastRow + x - width])
          }
        }
      }
      filled = count
    }
  }
}

extension Bool {
  // Without the short cuts of && and ||, which are branches.
  fileprivate static func & (one: Bool, other: Bool) -> Bool {
    unsafeBitCast(
      unsafeBitCast(one, to: UInt8.self) & unsafeBitCast(other, to: UInt8.self), to: Bool.self)
  }
  fileprivate static func | (one: Bool, other: Bool) -> Bool {
    unsafeBitCast(
      unsafeBitCast(one, to: UInt8.self) | unsafeBitCast(other, to: UInt8.self), to: Bool.self)
  }
}

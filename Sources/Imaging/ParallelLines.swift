/// The rows of a plane, or its columns, laid side by side so that eight can be gone along at once.
package struct ParallelLines {
  private static let lanes = 8
  private static let lags = 4

  private let count: Int
  private let length: Int
  /// Groups of eight lines: [group][place along the line][line]; lines that are missing are 0.
  private let values: [Float]

  /// `count` lines of `length` places: lines begin `step` values apart, their places lie `stride` apart.
  package init(_ plane: [Float], count: Int, step: Int, length: Int, stride: Int) {
    self.count = count
    self.length = length
    let groups = (count + Self.lanes - 1) / Self.lanes
    values = [Float](count: groups * length * Self.lanes) { values in
      plane.withStart { plane in
        for group in 0..<groups {
          let first = group * Self.lanes
          let filled = min(Self.lanes, count - first)
          let to = values + group * length * Self.lanes
          if filled < Self.lanes { to.update(repeating: 0, count: length * Self.lanes) }
          for place in 0..<length {
            let from = plane + (first &* step &+ place &* stride)
            for lane in 0..<filled { to[place &* Self.lanes &+ lane] = from[lane &* step] }
          }
        }
      }
    }
  }

  /// The lag at which the correlation along the lines falls to a half, interpolated.
  package func halfDistance() -> Double {
    var known: [Double] = []
    func covariance(_ lag: Int) -> Double {
      if lag >= known.count { known += covariances(from: known.count) }
      return known[lag]
    }
    let variance = covariance(0)
    guard variance > 0 else { return 0 }
    var before = 1.0
    for lag in 1..<max(length / 2, 2) where lag < length {
      let now = covariance(lag) / variance
      if now < 0.5 { return Double(lag - 1) + (before - 0.5) / (before - now) }
      before = now
    }
    return Double(length) / 2
  }

  /// The covariances of places `first`, `first + 1`... apart, of a few lags at once, as they share loads.
  private func covariances(from first: Int) -> [Double] {
    let lags = min(Self.lags, length - first)
    var sums = [Double](repeating: 0, count: lags)
    values.withStart { values in
      for group in 0..<((count + Self.lanes - 1) / Self.lanes) {
        let lines = UnsafeRawPointer(values + group * length * Self.lanes)
        let products = lags == Self.lags ? fourLags(lines, first) : eachLag(lines, first, lags)
        for (lag, lineSums) in products.enumerated() {
          // In the order of the lines, so that the sum is that of one line after the other.
          for lane in 0..<Self.lanes { sums[lag] += Double(lineSums[lane]) }
        }
      }
    }
    return (0..<lags).map { sums[$0] / Double(count * (length - first - $0)) }
  }

  private typealias Eight = SIMD8<Float>

  @inline(__always)
  private func load(_ lines: UnsafeRawPointer, _ place: Int) -> Eight {
    lines.loadUnaligned(fromByteOffset: place &* Self.lanes &* 4, as: Eight.self)
  }

  private func fourLags(_ lines: UnsafeRawPointer, _ first: Int) -> [Eight] {
    var (one, two, three, four) = (Eight(), Eight(), Eight(), Eight())
    let common = length - first - 3
    for place in 0..<common {
      let here = load(lines, place)
      let there = place &+ first
      one += here * load(lines, there)
      two += here * load(lines, there &+ 1)
      three += here * load(lines, there &+ 2)
      four += here * load(lines, there &+ 3)
    }
    for place in common..<(common + 3) { one += load(lines, place) * load(lines, place + first) }
    for place in common..<(common + 2) {
      two += load(lines, place) * load(lines, place + first + 1)
    }
    three += load(lines, common) * load(lines, common + first + 2)
    return [one, two, three, four]
  }

  private func eachLag(_ lines: UnsafeRawPointer, _ first: Int, _ lags: Int) -> [Eight] {
    (first..<(first + lags)).map { lag in
      var sum = Eight()
      for place in 0..<(length - lag) { sum += load(lines, place) * load(lines, place + lag) }
      return sum
    }
  }
}

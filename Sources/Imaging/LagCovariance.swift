import CPixels

/// How much the values of a plane have in common with those some places further.
package struct LagCovariance {
  /// Along rows or along columns.
  package enum Direction { case across, down }

  /// Lags that are reckoned together, as they share loads.
  private static let lags = 4

  private let plane: [Float]
  private let width: Int
  private let height: Int

  /// A plane of `height * width` values, whose mean is about 0.
  package init(_ plane: [Float], width: Int, height: Int) {
    precondition(plane.count == width * height && width > 0 && height > 0, "one value a place")
    self.plane = plane
    self.width = width
    self.height = height
  }

  /// The lag at which the correlation falls to a half, interpolated.
  package func halfDistance(_ direction: Direction) -> Double {
    let length = direction == .across ? width : height
    var known: [Double] = []
    func covariance(_ lag: Int) -> Double {
      if lag >= known.count { known += covariances(direction, from: known.count, length: length) }
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

  /// The covariances of places `first`, `first + 1`... apart, of a few lags at once.
  private func covariances(_ direction: Direction, from first: Int, length: Int) -> [Double] {
    let loops = PixelLoops.table
    let lags = min(Self.lags, length - first)
    let step = direction == .across ? 1 : width
    var sums = [Double](repeating: 0, count: Self.lags)
    var there = [UnsafePointer<Float>?](repeating: nil, count: Self.lags)
    var counts = [Int32](repeating: 0, count: Self.lags)
    plane.withStart { plane in
      for y in 0..<(direction == .across ? height : height - first) {
        let here = plane + y &* width
        for lag in 0..<Self.lags {
          // How many values of this row have one so far away.
          let far = first &+ lag
          let count = direction == .across ? width &- far : y &+ far < height ? width : 0
          counts[lag] = Int32(max(count, 0))
          there[lag] = count > 0 ? here + far &* step : here
        }
        loops.lag_products(here, &there, counts, &sums)
      }
    }
    let lines = direction == .across ? height : width
    return (0..<lags).map { sums[$0] / Double(lines * (length - first - $0)) }
  }
}

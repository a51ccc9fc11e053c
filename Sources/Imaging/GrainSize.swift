/// The size of what a field mostly holds (red cells), without finding a single one of them: the
/// distance, in grid places, over which the green density loses half its correlation with itself.
///
/// Discs of one size lose half at about 0.4 diameters, rings at less.
enum GrainSize {
  /// What lies above this density is nucleus and must not outweigh the paler red cells.
  private static let ceiling: Float = 0.35
  /// Tiles of this side, each with its own mean and slope taken out, keep the light's unevenness away.
  private static let tileSide = 48

  static func measure(_ map: StainMap) -> Double {
    let plane = detrended(map)
    let across = halfDistance(
      plane, count: map.height, step: map.width, length: map.width, stride: 1)
    let down = halfDistance(plane, count: map.width, step: 1, length: map.height, stride: map.width)
    return (across + down) / 2
  }

  /// The density with each tile's best plane a + b * x + c * y taken out.
  private static func detrended(_ map: StainMap) -> [Float] {
    var plane = map.greenDensity.map { min(max($0, 0), ceiling) }
    for top in Swift.stride(from: 0, to: map.height, by: tileSide) {
      for left in Swift.stride(from: 0, to: map.width, by: tileSide) {
        let ys = top..<min(top + tileSide, map.height)
        let xs = left..<min(left + tileSide, map.width)
        let middleX = Float(xs.lowerBound + xs.upperBound - 1) / 2
        let middleY = Float(ys.lowerBound + ys.upperBound - 1) / 2
        // On a full grid the three terms are orthogonal, so each is fitted alone.
        var (sum, sumX, sumY, squareX, squareY) = (Float(0), Float(0), Float(0), Float(0), Float(0))
        for y in ys {
          for x in xs {
            let value = plane[y * map.width + x]
            let (u, v) = (Float(x) - middleX, Float(y) - middleY)
            sum += value
            sumX += value * u
            sumY += value * v
            squareX += u * u
            squareY += v * v
          }
        }
        let mean = sum / Float(xs.count * ys.count)
        let slopeX = squareX > 0 ? sumX / squareX : 0
        let slopeY = squareY > 0 ? sumY / squareY : 0
        for y in ys {
          for x in xs {
            plane[y * map.width + x] -=
              mean + slopeX * (Float(x) - middleX) + slopeY * (Float(y) - middleY)
          }
        }
      }
    }
    return plane
  }

  /// Along lines of `length` places `stride` apart: the lag at which the correlation falls to a half,
  /// interpolated.
  private static func halfDistance(
    _ plane: [Float], count: Int, step: Int, length: Int, stride: Int
  ) -> Double {
    func covariance(_ lag: Int) -> Double {
      var sum: Double = 0
      plane.withUnsafeBufferPointer { values in
        for line in 0..<count {
          var lineSum: Float = 0
          var index = line &* step
          for _ in 0..<(length - lag) {
            lineSum += values[index] * values[index &+ lag &* stride]
            index &+= stride
          }
          sum += Double(lineSum)
        }
      }
      return sum / Double(count * (length - lag))
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
}

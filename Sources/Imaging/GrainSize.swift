/// The size of what a field mostly holds (red cells), without finding a single one of them: the
/// distance, in grid places, over which the green density loses half its correlation with itself.
///
/// Discs of one size lose half at about 0.4 diameters, rings at less.
package enum GrainSize {
  /// What lies above this density is nucleus and must not outweigh the paler red cells.
  private static let ceiling: Float = 0.35
  /// Tiles of this side, each with its own mean and slope taken out, keep the light's unevenness away.
  private static let tileSide = 48

  package static func measure(_ map: StainMap) -> Double {
    let plane = detrended(map)
    let across = ParallelLines(
      plane, count: map.height, step: map.width, length: map.width, stride: 1)
    let down = ParallelLines(
      plane, count: map.width, step: 1, length: map.height, stride: map.width)
    return (across.halfDistance() + down.halfDistance()) / 2
  }

  /// The density with each tile's best plane a + b * x + c * y taken out.
  private static func detrended(_ map: StainMap) -> [Float] {
    var plane = [Float](count: map.width * map.height) { plane in
      map.greenDensity.withStart { density in
        for index in 0..<(map.width * map.height) {
          plane[index] = min(max(density[index], 0), ceiling)
        }
      }
    }
    plane.withUnsafeMutableBufferPointer { plane in
      guard let start = plane.baseAddress else { return }
      for top in stride(from: 0, to: map.height, by: tileSide) {
        for left in stride(from: 0, to: map.width, by: tileSide) {
          let ys = top..<min(top + tileSide, map.height)
          let xs = left..<min(left + tileSide, map.width)
          detrend(start, width: map.width, xs, ys)
        }
      }
    }
    return plane
  }

  private static func detrend(
    _ plane: UnsafeMutablePointer<Float>, width: Int, _ xs: Range<Int>, _ ys: Range<Int>
  ) {
    let middleX = Float(xs.lowerBound + xs.upperBound - 1) / 2
    let middleY = Float(ys.lowerBound + ys.upperBound - 1) / 2
    // On a full grid the three terms are orthogonal, so each is fitted alone.
    var (sum, sumX, sumY) = (Float(0), Float(0), Float(0))
    for y in ys {
      let v = Float(y) - middleY
      let row = plane + y &* width
      var u = Float(xs.lowerBound) - middleX
      for x in xs {
        let value = row[x]
        sum += value
        sumX += value * u
        sumY += value * v
        u += 1
      }
    }
    let mean = sum / Float(xs.count * ys.count)
    let squareX = squares(xs.count) * Float(ys.count)
    let squareY = squares(ys.count) * Float(xs.count)
    let slopeX = squareX > 0 ? sumX / squareX : 0
    let slopeY = squareY > 0 ? sumY / squareY : 0
    for y in ys {
      let rise = slopeY * (Float(y) - middleY)
      var x = xs.lowerBound
      while x < xs.upperBound {
        let (place, left) = (y &* width &+ x, min(4, xs.upperBound &- x))
        let u = SIMD4(repeating: Float(x)) + .steps - middleX
        plane.set(plane.four(at: place, of: left) - (mean + slopeX * u + rise), at: place, of: left)
        x &+= 4
      }
    }
  }

  /// The squares of the distances of `count` neighbouring places from their middle, added up. Exact:
  /// quarters of whole numbers.
  private static func squares(_ count: Int) -> Float {
    Float(count * (count * count - 1)) / 12
  }
}

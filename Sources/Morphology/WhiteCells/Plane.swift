/// One value a place of a grid, row by row, with the smoothing that the features are made of.
struct Plane {
  let width: Int
  let height: Int
  var values: [Float]

  /// Binomial smoothing, 1 2 1 both ways; the edge is repeated.
  func softened() -> Plane {
    combined { before, here, after in (before + here + here + after) / 4 }
  }

  private func combined(_ mean: (Float, Float, Float) -> Float) -> Plane {
    var across = values
    var result = self
    values.withUnsafeBufferPointer { values in
      across.withUnsafeMutableBufferPointer { across in
        for y in 0..<height {
          let row = y &* width
          for x in 0..<width {
            across[row &+ x] = mean(
              values[row &+ max(x &- 1, 0)], values[row &+ x],
              values[row &+ min(x &+ 1, width &- 1)])
          }
        }
        result.values.withUnsafeMutableBufferPointer { result in
          for y in 0..<height {
            let (row, above, below) = (
              y &* width, max(y &- 1, 0) &* width, min(y &+ 1, height &- 1) &* width
            )
            for x in 0..<width {
              result[row &+ x] = mean(across[above &+ x], across[row &+ x], across[below &+ x])
            }
          }
        }
      }
    }
    return result
  }

  /// Mean over the square of `2 * reach + 1` places a side, as far as it lies on the grid.
  func mean(reach: Int) -> Plane {
    var across = values
    var result = self
    values.withUnsafeBufferPointer { values in
      across.withUnsafeMutableBufferPointer { across in
        for y in 0..<height {
          let row = y &* width
          var sum: Float = 0
          var count: Float = 0
          for x in 0..<min(reach, width) {
            sum += values[row &+ x]
            count += 1
          }
          for x in 0..<width {
            if x &+ reach < width {
              sum += values[row &+ x &+ reach]
              count += 1
            }
            across[row &+ x] = sum / count
            if x >= reach {
              sum -= values[row &+ x &- reach]
              count -= 1
            }
          }
        }
        var sums = [Float](repeating: 0, count: width)
        var count: Float = 0
        func add(_ y: Int, _ sign: Float) {
          for x in 0..<width { sums[x] += sign * across[y &* width &+ x] }
          count += sign
        }
        result.values.withUnsafeMutableBufferPointer { result in
          for y in 0..<min(reach, height) { add(y, 1) }
          for y in 0..<height {
            if y &+ reach < height { add(y &+ reach, 1) }
            for x in 0..<width { result[y &* width &+ x] = sums[x] / count }
            if y >= reach { add(y &- reach, -1) }
          }
        }
      }
    }
    return result
  }
}

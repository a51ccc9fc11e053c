/// How far each place of a grid is from the nearest place of a set: exact, Euclidean.
///
/// First along the columns, by two sweeps, then along the rows, where each place of a column's distance g stands for
/// a parabola g^2 + (x - x')^2 and the lowest one counts.
/// Source: Felzenszwalb, Huttenlocher, "Distance transforms of sampled functions", 2012.
package enum DistanceMap {
  /// Stands for a column without a place of the set: farther than any grid is wide.
  private static let far: Float = 1e4

  /// Distances in places, 0 in the set; farther than any grid is wide where the set is empty.
  package static func distances(width: Int, height: Int, to isInSet: (Int) -> Bool) -> [Float] {
    var squares = columnSquares(width: width, height: height, to: isInSet)
    var line = [Float](repeating: 0, count: width)
    var centres = [Int](repeating: 0, count: width)
    var starts = [Float](repeating: 0, count: width + 1)
    squares.withUnsafeMutableBufferPointer { squares in
      line.withUnsafeMutableBufferPointer { line in
        centres.withUnsafeMutableBufferPointer { centres in
          starts.withUnsafeMutableBufferPointer { starts in
            for y in 0..<height {
              lower(squares, from: y &* width, count: width, line, centres, starts)
            }
          }
        }
      }
      for place in squares.indices { squares[place] = squares[place].squareRoot() }
    }
    return squares
  }

  /// The same where only what is near matters: exact up to `limit`; what is farther has some value above it.
  package static func distances(
    width: Int, height: Int, within limit: Float, to isInSet: (Int) -> Bool
  ) -> [Float] {
    let squares = columnSquares(width: width, height: height, to: isInSet)
    var nearest = squares
    let reach = min(Int(limit.rounded(.up)), width - 1)
    squares.withUnsafeBufferPointer { squares in
      nearest.withUnsafeMutableBufferPointer { nearest in
        guard let from = squares.baseAddress, let to = nearest.baseAddress else { return }
        for row in stride(from: 0, to: width &* height, by: width) {
          for away in stride(from: 1, through: reach, by: 1) {
            let added = Float(away &* away)
            // To the left, then to the right.
            keepLesser(to + row, from + row + away, added, count: width &- away)
            keepLesser(to + row + away, from + row, added, count: width &- away)
          }
        }
        for place in nearest.indices { nearest[place] = nearest[place].squareRoot() }
      }
    }
    return nearest
  }

  /// Keeps the lesser of each number and another with something added.
  @inline(__always)
  private static func keepLesser(
    _ kept: UnsafeMutablePointer<Float>, _ other: UnsafePointer<Float>, _ added: Float, count: Int
  ) {
    for index in 0..<count {
      let (one, two) = (kept[index], other[index] + added)
      kept[index] = two < one ? two : one
    }
  }

  /// The square of the distance to the nearest place of the set in the same column.
  private static func columnSquares(
    width: Int, height: Int, to isInSet: (Int) -> Bool
  ) -> [Float] {
    var distances = [Float](repeating: far, count: width * height)
    for place in distances.indices where isInSet(place) { distances[place] = 0 }
    distances.withUnsafeMutableBufferPointer { distances in
      guard let first = distances.baseAddress else { return }
      for y in stride(from: 1, to: height, by: 1) {
        let row = first + y &* width
        keepLesser(row, row - width, 1, count: width)
      }
      for y in stride(from: height - 2, through: 0, by: -1) {
        let row = first + y &* width
        keepLesser(row, row + width, 1, count: width)
      }
      for place in distances.indices { distances[place] *= distances[place] }
    }
    return distances
  }

  /// Replaces a row of squares by the lower envelope of the parabolas over its places.
  private static func lower(
    _ squares: UnsafeMutableBufferPointer<Float>, from first: Int, count: Int,
    _ line: UnsafeMutableBufferPointer<Float>, _ centres: UnsafeMutableBufferPointer<Int>,
    _ starts: UnsafeMutableBufferPointer<Float>
  ) {
    for index in 0..<count { line[index] = squares[first &+ index] }
    var last = 0
    centres[0] = 0
    (starts[0], starts[1]) = (-.infinity, .infinity)
    for index in 1..<max(count, 1) {
      var start: Float
      repeat {
        let centre = centres[last]
        let rise = line[index] - line[centre] + Float(index &* index &- centre &* centre)
        start = rise / Float(2 &* (index &- centre))
        last &-= 1
      } while start <= starts[last &+ 1]
      last &+= 2
      centres[last] = index
      starts[last] = start
      starts[last &+ 1] = .infinity
    }
    var envelope = 0
    for index in 0..<count {
      while starts[envelope &+ 1] < Float(index) { envelope &+= 1 }
      let away = index &- centres[envelope]
      squares[first &+ index] = Float(away &* away) + line[centres[envelope]]
    }
  }
}

extension CellGrid {
  /// How far each place is from the nearest one of a set.
  func distances(to isInSet: (Int) -> Bool) -> [Float] {
    DistanceMap.distances(width: width, height: height, to: isInSet)
  }

  /// The same, exact up to `limit`; what is farther has some value above it.
  func distances(within limit: Float, to isInSet: (Int) -> Bool) -> [Float] {
    DistanceMap.distances(width: width, height: height, within: limit, to: isInSet)
  }
}

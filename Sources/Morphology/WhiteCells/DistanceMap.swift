/// How far each place of a grid is from the nearest place of a set: exact, Euclidean.
/// Source: Felzenszwalb, Huttenlocher, "Distance transforms of sampled functions", 2012.
enum DistanceMap {
  /// Distances in places, 0 in the set; farther than any grid is wide where the set is empty.
  static func distances(width: Int, height: Int, to isInSet: (Int) -> Bool) -> [Float] {
    let far: Float = 1e9
    var squares = [Float](repeating: 0, count: width * height)
    for place in squares.indices where !isInSet(place) { squares[place] = far }
    let longest = max(width, height)
    var line = [Float](repeating: 0, count: longest)
    var centres = [Int](repeating: 0, count: longest)
    var starts = [Float](repeating: 0, count: longest + 1)
    squares.withUnsafeMutableBufferPointer { squares in
      line.withUnsafeMutableBufferPointer { line in
        centres.withUnsafeMutableBufferPointer { centres in
          starts.withUnsafeMutableBufferPointer { starts in
            for x in 0..<width {
              lower(squares, from: x, step: width, count: height, line, centres, starts)
            }
            for y in 0..<height {
              lower(squares, from: y &* width, step: 1, count: width, line, centres, starts)
            }
          }
        }
      }
      for place in squares.indices { squares[place] = squares[place].squareRoot() }
    }
    return squares
  }

  /// Replaces a line of the grid by the lower envelope of the parabolas over its places.
  private static func lower(
    _ squares: UnsafeMutableBufferPointer<Float>, from first: Int, step: Int, count: Int,
    _ line: UnsafeMutableBufferPointer<Float>, _ centres: UnsafeMutableBufferPointer<Int>,
    _ starts: UnsafeMutableBufferPointer<Float>
  ) {
    for index in 0..<count { line[index] = squares[first &+ index &* step] }
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
      squares[first &+ index &* step] = Float(away &* away) + line[centres[envelope]]
    }
  }
}

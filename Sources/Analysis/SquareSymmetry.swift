/// The eight ways to lay a square on itself: quarter turns, and the same of the mirror image. A cell under the
/// microscope has no upper side, so all of them show the same cell.
package enum SquareSymmetry: Int, CaseIterable {
  case plain, turnedOnce, turnedTwice, turnedThrice
  case mirrored, mirroredTurnedOnce, mirroredTurnedTwice, mirroredTurnedThrice

  /// Whether the square is seen in a mirror.
  var isMirrored: Bool { rawValue >= Self.mirrored.rawValue }

  /// Which place of a square, row by row, comes to lie on `place`.
  func source(of place: Int, side: Int) -> Int {
    var (y, x) = place.quotientAndRemainder(dividingBy: side)
    if isMirrored { x = side - 1 - x }
    for _ in 0..<(rawValue % 4) { (x, y) = (y, side - 1 - x) }
    return y * side + x
  }

  /// Lays pixels of three numbers, row by row, on themselves.
  func lay(_ pixels: [Float], into laid: inout [Float], side: Int) {
    guard self != .plain else {
      laid = pixels
      return
    }
    if laid.count != pixels.count { laid = pixels }
    pixels.withUnsafeBufferPointer { from in
      laid.withUnsafeMutableBufferPointer { to in
        for y in 0..<side {
          // Along a row of the result the source moves evenly.
          let first = source(of: y * side, side: side)
          let step = side == 1 ? 0 : source(of: y * side + 1, side: side) - first
          for x in 0..<side {
            let source = (first &+ x &* step) &* 3
            let target = (y &* side &+ x) &* 3
            to[target] = from[source]
            to[target &+ 1] = from[source &+ 1]
            to[target &+ 2] = from[source &+ 2]
          }
        }
      }
    }
  }
}

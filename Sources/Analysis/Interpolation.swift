/// A level between four pixels of three numbers: between neighbours along straight lines.
///
/// - Parameters:
///   - place: of the upper left pixel's number.
///   - rowLength: numbers of a row.
///   - across: how far to the right, 0...1; `along`: how far down.
@inline(__always)
func interpolated(
  _ levels: UnsafeBufferPointer<Float>, at place: Int, rowLength: Int, across: Float, along: Float
) -> Float {
  let below = place &+ rowLength
  let upper = levels[place] + (levels[place &+ 3] - levels[place]) * across
  let lower = levels[below] + (levels[below &+ 3] - levels[below]) * across
  return upper + (lower - upper) * along
}

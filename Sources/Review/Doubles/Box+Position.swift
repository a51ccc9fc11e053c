extension Box {
  /// The same place after its picture was brought into one of the `Fingerprint.positions` and then to
  /// another size.
  ///
  /// - Parameters:
  ///   - position: Index in `Fingerprint.positions`: from 4 on rows and columns are exchanged; then, where it
  ///     is odd, left and right; then, in the upper half of four, top and bottom.
  ///   - facts: Of the picture that the box is in.
  ///   - other: Of the picture as it is afterwards.
  public func moved(toPosition position: Int, of facts: PictureFacts, in other: PictureFacts) -> Box
  {
    // What stands in a damaged log must not end the program.
    func share(_ length: Int, _ side: Int) -> Double {
      min(max(-9, Double(length) / Double(max(1, side))), 9)
    }
    var (left, top) = (share(x, facts.width), share(y, facts.height))
    var (wide, high) = (share(width, facts.width), share(height, facts.height))
    if position >= 4 {
      swap(&left, &top)
      swap(&wide, &high)
    }
    if position % 2 == 1 { left = 1 - left - wide }
    if position % 4 >= 2 { top = 1 - top - high }
    func pixels(_ share: Double, of side: Int) -> Int { Int((share * Double(side)).rounded()) }
    return Box(
      x: pixels(left, of: other.width), y: pixels(top, of: other.height),
      width: pixels(wide, of: other.width), height: pixels(high, of: other.height))
  }
}

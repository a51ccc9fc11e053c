/// A strong blur of a square crop, [row][column][channel]: three moving means along rows and columns, which are
/// close to a Gauss. Beyond the edge the edge's pixel repeats.
package struct CropBlur {
  private let side: Int
  private let reach: Int

  /// A blur of crops of `side` pixels, each mean over `2 * reach + 1` of them.
  package init(side: Int, reach: Int) {
    precondition(side > 0 && reach >= 0)
    self.side = side
    self.reach = reach
  }

  /// The blurred crop, `side * side * 3` numbers.
  package func blurred(_ crop: [Float]) -> [Float] {
    precondition(crop.count == side * side * 3)
    var result = crop
    for _ in 0..<3 {
      for start in 0..<(side * 3) {
        let (line, channel) = start.quotientAndRemainder(dividingBy: 3)
        average(&result, first: line * side * 3 + channel, step: 3)
      }
      for start in 0..<(side * 3) { average(&result, first: start, step: side * 3) }
    }
    return result
  }

  /// A moving mean along one line of the crop.
  private func average(_ values: inout [Float], first: Int, step: Int) {
    let line = (0..<side).map { values[first + $0 * step] }
    func value(_ place: Int) -> Double { Double(line[min(max(place, 0), side - 1)]) }
    var sum = (-reach...reach).reduce(0) { $0 + value($1) }
    for place in 0..<side {
      values[first + place * step] = Float(sum / Double(2 * reach + 1))
      sum += value(place + reach + 1) - value(place - reach)
    }
  }
}

/// One way to look at a cell's crop: laid on itself, all of it or its middle.
package struct CropView: Equatable {
  package let symmetry: SquareSymmetry
  /// Side of what is seen over that of the crop: 1 for all of it.
  package let share: Double

  package init(symmetry: SquareSymmetry, share: Double) {
    (self.symmetry, self.share) = (symmetry, share)
  }

  /// The middle of a crop of `side` x `side` pixels of three numbers, `share` of its side long, as large as the
  /// crop: between pixels by straight lines.
  package static func middle(of crop: [Float], share: Double, side: Int) -> [Float] {
    // Where each row, and each column, of the result lies among the crop's: the one before and how far beyond.
    let places = (0..<side).map { place -> (first: Int, beyond: Float) in
      let from = (Double(place) + 0.5 - Double(side) / 2) * share + Double(side) / 2 - 0.5
      let first = min(max(Int(from.rounded(.down)), 0), side - 2)
      return (first, Float(min(max(from - Double(first), 0), 1)))
    }
    return [Float](unsafeUninitializedCapacity: crop.count) { seen, count in
      crop.withUnsafeBufferPointer { crop in
        for (y, row) in places.enumerated() {
          for (x, column) in places.enumerated() {
            let from = (row.first &* side &+ column.first) &* 3
            let to = (y &* side &+ x) &* 3
            for channel in 0..<3 {
              seen[to &+ channel] = interpolated(
                crop, at: from &+ channel, rowLength: side &* 3, across: column.beyond,
                along: row.beyond)
            }
          }
        }
      }
      count = crop.count
    }
  }

  /// What a map of `side` x `side` fields of this view says of the fields of the whole crop: the same in all, each
  /// field's part where it lies.
  package func laidBack(_ evidence: [Float], side: Int) -> [Float] {
    var turned = evidence
    for (from, value) in evidence.enumerated() {
      turned[symmetry.source(of: from, side: side)] = value
    }
    guard share < 1 else { return turned }
    let parts = Self.parts(share: share, side: side)
    var laid = [Float](repeating: 0, count: evidence.count)
    for (from, value) in turned.enumerated() {
      let (row, column) = from.quotientAndRemainder(dividingBy: side)
      for y in 0..<side where parts[row][y] > 0 {
        for x in 0..<side { laid[y * side + x] += value * parts[row][y] * parts[column][x] }
      }
    }
    return laid
  }

  /// [field of the middle][field of the whole]: the part of the one that lies in the other, along a side.
  private static func parts(share: Double, side: Int) -> [[Float]] {
    let start = Double(side) * (1 - share) / 2
    return (0..<side).map { field in
      let (from, to) = (start + Double(field) * share, start + Double(field + 1) * share)
      return (0..<side).map { whole in
        Float(max(0, min(to, Double(whole + 1)) - max(from, Double(whole))) / share)
      }
    }
  }
}

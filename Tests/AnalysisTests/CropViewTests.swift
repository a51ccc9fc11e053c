import Analysis
import Testing

/// One way to look at a crop, by itself.
@Suite struct CropViewTests {
  /// A crop that rises evenly to the right and downwards: its middle is known at every pixel.
  private static func slope(side: Int) -> [Float] {
    (0..<(side * side)).flatMap { place -> [Float] in
      let (y, x) = place.quotientAndRemainder(dividingBy: side)
      return [Float(x), Float(y), Float(3 * x - 2 * y)]
    }
  }

  @Test(arguments: [0.25, 0.5, 0.733, 0.9])
  func `the middle shows the same slope, only nearer`(share: Double) {
    let side = 24
    let middle = CropView.middle(of: Self.slope(side: side), share: share, side: side)
    for y in 0..<side {
      for x in 0..<side {
        let place = (y * side + x) * 3
        let fromX = Float((Double(x) - 11.5) * share + 11.5)
        let fromY = Float((Double(y) - 11.5) * share + 11.5)
        #expect(abs(middle[place] - fromX) < 1e-4)
        #expect(abs(middle[place + 1] - fromY) < 1e-4)
        #expect(abs(middle[place + 2] - (3 * fromX - 2 * fromY)) < 1e-3)
      }
    }
  }

  @Test func `all of a crop is the crop`() {
    let slope = Self.slope(side: 10)
    let seen = CropView.middle(of: slope, share: 1, side: 10)
    #expect(zip(seen, slope).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func `a map laid back keeps its sum, and lies in the middle`() {
    let side = 7
    let map = (0..<(side * side)).map { Float($0 % 5) - 1 }
    for symmetry in SquareSymmetry.allCases {
      let whole = CropView(symmetry: symmetry, share: 1).laidBack(map, side: side)
      #expect(whole.sorted() == map.sorted())
      let laid = CropView(symmetry: symmetry, share: 3.0 / 7).laidBack(map, side: side)
      #expect(abs(laid.reduce(0, +) - map.reduce(0, +)) < 1e-4)
      // Three sevenths are the three fields in the middle, and nothing beyond.
      for (place, value) in laid.enumerated() {
        let inside = [place / side, place % side].allSatisfy { (2...4).contains($0) }
        #expect(inside || abs(value) < 1e-5)
      }
    }
  }

  @Test func `a hot field lies where it was seen`() {
    let side = 7
    var map = [Float](repeating: 0, count: side * side)
    map[0] = 1
    // Half of the crop begins at 1.75 fields: its first field, half a field long, lies from there to 2.25.
    let laid = CropView(symmetry: .plain, share: 0.5).laidBack(map, side: side)
    #expect(abs(laid[1 * side + 1] - 0.25) < 1e-5)
    #expect(abs(laid[2 * side + 2] - 0.25) < 1e-5)
    #expect(abs(laid[1 * side + 2] - 0.25) < 1e-5)
  }
}

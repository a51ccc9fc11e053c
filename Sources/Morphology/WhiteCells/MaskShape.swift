/// The size and roundness of a set of pixels.
struct MaskShape {
  /// Pixels.
  let area: Int
  /// Length of the outline in pixels, holes included.
  let perimeter: Double

  /// The pixels of a mask of `width` columns whose value is at least `least`.
  ///
  /// The outline's length is counted along lines in four directions. Source: Crofton's formula.
  init(_ mask: [UInt8], width: Int, height: Int, least: UInt8) {
    var area = 0
    var (straight, diagonal) = (0, 0)
    mask.withUnsafeBufferPointer { mask in
      func isSet(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && y >= 0 && x < width && y < height && mask[y &* width &+ x] >= least
      }
      for y in -1..<height {
        for x in -1...width {
          let here = isSet(x, y)
          if here { area &+= 1 }
          if here != isSet(x &+ 1, y) { straight &+= 1 }
          if here != isSet(x, y &+ 1) { straight &+= 1 }
          if here != isSet(x &+ 1, y &+ 1) { diagonal &+= 1 }
          if here != isSet(x &- 1, y &+ 1) { diagonal &+= 1 }
        }
      }
    }
    self.area = area
    perimeter = Double.pi / 8 * (Double(straight) + Double(diagonal) / 2.0.squareRoot())
  }

  /// 4 pi area / perimeter squared: 1 for a disc, 0 for nothing.
  var roundness: Double {
    perimeter > 0 ? min(4 * Double.pi * Double(area) / (perimeter * perimeter), 1) : 0
  }
}

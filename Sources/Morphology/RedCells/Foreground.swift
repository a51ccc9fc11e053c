import Imaging

/// What is denser than glass and no white cell, as parts that hang together.
struct Foreground {
  /// One part.
  struct Region {
    let places: [BinaryMask.Place]
    /// Places it spans, both ends included.
    let left: Int
    let right: Int
    let top: Int
    let bottom: Int
    /// Whether it reaches the edge of the grid.
    let isCut: Bool
    /// Whether a white cell lies against it.
    let touchesWhiteCell: Bool

    var area: Int { places.count }
  }

  /// 1 on cells, holes filled.
  let mask: [UInt8]
  let regions: [Region]

  /// A pallor as pale as glass is a hole of a cell up to this part of a cell's disc; what is larger is
  /// glass that cells enclose.
  private static let largestHole: Float = 0.5

  init(_ map: FieldMap) {
    let (width, height) = (map.width, map.height)
    // White cells stay out, and stay barriers between what they touch.
    let values = (0..<(width * height)).map { map.whiteCells[$0] == 0 ? map.density[$0] : 0 }
    let stained = BinaryMask(width: width, height: height, values: values, above: map.threshold)
      .opened()
    var mask = [UInt8](repeating: 0, count: width * height)
    for y in 0..<height {
      for x in 0..<width where stained.contains(x, y) { mask[y * width + x] = 1 }
    }
    let limit = Int(Self.largestHole * .pi * map.guessedRadius * map.guessedRadius)
    let free = BinaryMask(
      width: width, height: height,
      values: (0..<(width * height)).map { mask[$0] == 0 && map.whiteCells[$0] == 0 ? 1 : 0 },
      above: 0.5)
    for hole in free.components() where hole.count <= limit {
      let isEnclosed = hole.allSatisfy { place in
        place.x > 0 && place.y > 0 && place.x < width - 1 && place.y < height - 1
      }
      guard isEnclosed else { continue }
      for place in hole { mask[place.y * width + place.x] = 1 }
    }
    self.mask = mask
    let filled = BinaryMask(
      width: width, height: height, values: mask.map(Float.init), above: 0.5)
    regions = filled.components().map { Region($0, in: map) }
  }
}

extension Foreground.Region {
  fileprivate init(_ places: [BinaryMask.Place], in map: FieldMap) {
    self.places = places
    var (left, right, top, bottom) = (map.width, 0, map.height, 0)
    var touches = false
    for place in places {
      left = min(left, place.x)
      right = max(right, place.x)
      top = min(top, place.y)
      bottom = max(bottom, place.y)
      let index = place.y * map.width + place.x
      if place.x > 0, map.whiteCells[index - 1] != 0 { touches = true }
      if place.x < map.width - 1, map.whiteCells[index + 1] != 0 { touches = true }
      if place.y > 0, map.whiteCells[index - map.width] != 0 { touches = true }
      if place.y < map.height - 1, map.whiteCells[index + map.width] != 0 { touches = true }
    }
    (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
    isCut = left == 0 || top == 0 || right == map.width - 1 || bottom == map.height - 1
    touchesWhiteCell = touches
  }

  /// Area over that of the ellipse that fills its box: 1 for a disc or an upright ellipse.
  var fill: Float {
    Float(area) / (.pi / 4 * Float(right - left + 1) * Float(bottom - top + 1))
  }

  /// Longer over shorter side of its box.
  var sides: Float {
    let (wide, high) = (Float(right - left + 1), Float(bottom - top + 1))
    return max(wide, high) / min(wide, high)
  }
}

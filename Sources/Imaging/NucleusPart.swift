/// One stained part on the grid: a whole nucleus or a lobe of one.
struct NucleusPart {
  let bounds: PixelRect
  /// Mean of the stain over the part.
  let stain: Float
  /// Green over blue density in parts of the green one: nearly 1 in nuclei of any strength, under a
  /// half in red cells.
  let blueness: Float
  private let places: [BinaryMask.Place]
  /// The places that border on one outside the part.
  private let outline: [BinaryMask.Place]

  /// Grid places below which a part is noise.
  private static let leastArea = 12
  /// What lies this many places around a part is its surroundings: cytoplasm, or the field.
  private static let ringWidth = 3

  init?(_ places: [BinaryMask.Place], of mask: BinaryMask, map: StainMap) {
    guard places.count >= Self.leastArea else { return nil }
    self.places = places
    var left = map.width
    var right = 0
    var top = map.height
    var bottom = 0
    var sum: Float = 0
    var green: Float = 0
    var overBlue: Float = 0
    for place in places {
      let index = place.y * map.width + place.x
      green += map.greenDensity[index]
      overBlue += map.greenOverBlue[index]
      left = min(left, place.x)
      right = max(right, place.x)
      top = min(top, place.y)
      bottom = max(bottom, place.y)
      sum += map.values[index]
    }
    bounds = PixelRect(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    stain = sum / Float(places.count)
    blueness = green > 0 ? overBlue / green : 0
    // What hangs together is one part, so a set neighbour belongs to this one.
    outline = places.filter { place in
      let isInner =
        mask.contains(place.x - 1, place.y) && mask.contains(place.x + 1, place.y)
        && mask.contains(place.x, place.y - 1) && mask.contains(place.x, place.y + 1)
      return !isInner
    }
  }

  /// Grid places.
  var area: Int { places.count }

  /// The square root of the area, a length that does not depend on the shape.
  var size: Double { Double(area).squareRoot() }

  /// The distance between the nearest places of two parts.
  func gap(to other: NucleusPart) -> Double {
    var least = Int.max
    for one in outline {
      for two in other.outline {
        let (dx, dy) = (one.x - two.x, one.y - two.y)
        least = min(least, dx * dx + dy * dy)
      }
    }
    return Double(least).squareRoot()
  }

  /// Mean stain and mean green density of the places outside the part that are at most `ringWidth`
  /// away from it; nothing where the part fills the grid.
  func surroundings(on map: StainMap) -> (stain: Float, greenDensity: Float) {
    let reach = Self.ringWidth
    let window = PixelRect(
      x: bounds.x - reach, y: bounds.y - reach, width: bounds.width + 2 * reach,
      height: bounds.height + 2 * reach
    ).intersection(PixelRect(x: 0, y: 0, width: map.width, height: map.height))
    var isRing = [Bool](repeating: false, count: window.area)
    for place in outline {
      for dy in -reach...reach {
        let row = place.y + dy - window.y
        guard row >= 0, row < window.height else { continue }
        for dx in -reach...reach where dx * dx + dy * dy <= reach * reach {
          let column = place.x + dx - window.x
          if column >= 0, column < window.width { isRing[row * window.width + column] = true }
        }
      }
    }
    for place in places {
      isRing[(place.y - window.y) * window.width + place.x - window.x] = false
    }
    var count: Float = 0
    var stain: Float = 0
    var green: Float = 0
    for row in 0..<window.height {
      let first = (window.y + row) * map.width + window.x
      for column in 0..<window.width where isRing[row * window.width + column] {
        count += 1
        stain += map.values[first + column]
        green += map.greenDensity[first + column]
      }
    }
    return count > 0 ? (stain / count, green / count) : (0, 0)
  }
}

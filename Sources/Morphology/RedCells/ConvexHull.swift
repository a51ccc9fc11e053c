import Imaging

/// How much of its convex hull a set of places fills.
enum ConvexHull {
  /// 1 for a convex set, less for one with dents.
  static func share(of places: [BinaryMask.Place]) -> Float {
    // The ends of each row are enough: what lies between them is in the hull.
    var ends: [Int: (left: Int, right: Int)] = [:]
    for place in places {
      let known = ends[place.y] ?? (place.x, place.x)
      ends[place.y] = (min(known.left, place.x), max(known.right, place.x))
    }
    var corners: [(x: Int, y: Int)] = []
    for (y, row) in ends.sorted(by: { $0.key < $1.key }) {
      // The corners of the places, not their middles, so that a row has an area.
      for edge in [y, y + 1] { corners += [(row.left, edge), (row.right + 1, edge)] }
    }
    corners.sort { ($0.x, $0.y) < ($1.x, $1.y) }
    let hull = chain(corners) + chain(corners.reversed())
    var twice = 0
    for index in hull.indices {
      let (one, other) = (hull[index], hull[(index + 1) % hull.count])
      twice += one.x * other.y - one.y * other.x
    }
    return twice == 0 ? 1 : 2 * Float(places.count) / Float(abs(twice))
  }

  /// One half of the hull, without its last corner. Source: Andrew's monotone chain, 1979.
  private static func chain(_ corners: [(x: Int, y: Int)]) -> [(x: Int, y: Int)] {
    var chain: [(x: Int, y: Int)] = []
    for corner in corners {
      while chain.count >= 2 {
        let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
        let turn = (b.x - a.x) * (corner.y - a.y) - (b.y - a.y) * (corner.x - a.x)
        guard turn <= 0 else { break }
        chain.removeLast()
      }
      chain.append(corner)
    }
    return Array(chain.dropLast())
  }
}

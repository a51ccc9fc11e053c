import Foundation

/// The outline of a cell: its distance from a centre in directions all around.
struct Outline {
  /// Directions that are looked into.
  static let directions = 48
  /// Cosine and sine of each.
  static let units: [(x: Float, y: Float)] = (0..<directions).map {
    let angle = 2 * Double.pi * Double($0) / Double(directions)
    return (Float(cos(angle)), Float(sin(angle)))
  }

  /// What stands in one direction.
  enum Support {
    /// An edge at the outline.
    case edge
    /// No edge there: another cell covers it, or there is no cell.
    case none
    /// It lies outside the picture or in a white cell.
    case unseen
  }

  let x: Float
  let y: Float
  /// Distance of the smooth outline in each direction, in places.
  let fitted: [Float]
  /// The edge itself where there is one, else the smooth outline.
  let radii: [Float]
  let support: [Support]
  /// Mean steepness of the edges over the red cells' density.
  let steepness: Float
  /// Mean radius of the smooth outline, and its second harmonic: half the difference of its half axes.
  let mean: Float
  let stretch: Float
}

/// Fits outlines around centres.
///
/// Along each of 48 rays the steepest fall of density near the expected radius is an edge. Radius as
/// a function of direction is then r0 + shift (first harmonic) + ellipse (second harmonic), fitted to
/// the edges by least squares with a pull towards the field's own radius, so that a short arc of a
/// covered or cut-off cell still gives a whole one; three rounds, each looking nearer to the last.
struct OutlineFit {
  let map: FieldMap
  let edges: EdgeMap
  let radius: Float

  /// Rays reach so far, as parts of the radius,
  private static let nearest: Float = 0.35
  private static let farthest: Float = 1.75
  /// and look around the last outline within about this part of it, round by round.
  private static let reaches: [Float] = [0.30, 0.18, 0.10]
  /// An edge this near to the final outline supports it, as a part of the radius.
  private static let tolerance: Float = 0.13
  /// The pull towards r0 = radius, no shift, no ellipse, in rays.
  private static let pulls: [Float] = [2, 4, 4, 6, 6]
  private static let terms = 5

  /// Terms of the outline in each direction: 1, cos, sin, cos 2, sin 2.
  private static let basis: [[Float]] = Outline.units.map { unit in
    let (c, s) = (unit.x, unit.y)
    return [1, c, s, c * c - s * s, 2 * c * s]
  }

  /// The outline around a centre; nil when no edge is seen.
  func outline(x: Float, y: Float, radius start: Float) -> Outline? {
    var (x, y) = (x, y)
    var expected = [Float](repeating: start, count: Outline.directions)
    var found = [Float](repeating: 0, count: Outline.directions)
    var rises = found
    var coefficients: [Float] = [start, 0, 0, 0, 0]
    for (round, reach) in Self.reaches.enumerated() {
      var count = 0
      for direction in 0..<Outline.directions {
        let edge = steepest(
          x: x, y: y, direction: direction, expected: expected[direction], reach: reach * start)
        found[direction] = edge.distance
        rises[direction] = edge.rise
        if edge.distance > 0 { count += 1 }
      }
      guard count >= 3 else { return nil }
      coefficients = Self.fit(found, rises: rises, prior: round == 0 ? start : radius)
      if round < Self.reaches.count - 1 {
        // The first harmonic is a shift of the centre.
        x += coefficients[1]
        y += coefficients[2]
        (coefficients[1], coefficients[2]) = (0, 0)
      }
      for direction in 0..<Outline.directions {
        var sum: Float = 0
        for term in 0..<Self.terms { sum += coefficients[term] * Self.basis[direction][term] }
        expected[direction] = max(sum, 1)
      }
    }
    return finished(x: x, y: y, expected, found: found, rises: rises, coefficients)
  }

  private func finished(
    x: Float, y: Float, _ fitted: [Float], found: [Float], rises: [Float], _ coefficients: [Float]
  ) -> Outline {
    var radii = fitted
    var support = [Outline.Support](repeating: .none, count: Outline.directions)
    var (steepness, edgeCount): (Float, Float) = (0, 0)
    for direction in 0..<Outline.directions {
      let unit = Outline.units[direction]
      let column = (x + unit.x * fitted[direction]).nearestPlace
      let row = (y + unit.y * fitted[direction]).nearestPlace
      if column < 1 || row < 1 || column >= map.width - 1 || row >= map.height - 1
        || map.whiteCells[row * map.width + column] != 0
      {
        support[direction] = .unseen
      } else if found[direction] > 0,
        abs(found[direction] - fitted[direction]) <= Self.tolerance * radius
      {
        support[direction] = .edge
        radii[direction] = found[direction]
        steepness += rises[direction]
        edgeCount += 1
      }
    }
    return Outline(
      x: x, y: y, fitted: fitted, radii: radii, support: support,
      steepness: edgeCount > 0 ? steepness / edgeCount / map.level : 0,
      mean: coefficients[0],
      stretch: (coefficients[3] * coefficients[3] + coefficients[4] * coefficients[4]).squareRoot())
  }

  /// The steepest fall of density along a ray, the nearer to the expected distance the better.
  private func steepest(
    x: Float, y: Float, direction: Int, expected: Float, reach: Float
  ) -> (distance: Float, rise: Float) {
    let unit = Outline.units[direction]
    let first = max(Self.nearest * radius, expected - 2 * reach).rounded(.down)
    let last = min(Self.farthest * radius, expected + 2 * reach)
    var best: (score: Float, distance: Float, rise: Float) = (0, 0, 0)
    let most = 4 * edges.least
    edges.across.withUnsafeBufferPointer { across in
      edges.down.withUnsafeBufferPointer { down in
        /// How steeply the density falls along the ray; 0 outside the picture.
        func fall(_ distance: Float) -> Float {
          let column = (x + unit.x * distance).nearestPlace
          let row = (y + unit.y * distance).nearestPlace
          guard column >= 0, row >= 0, column < map.width, row < map.height else { return 0 }
          let place = row &* map.width &+ column
          return -(across[place] * unit.x + down[place] * unit.y)
        }
        var distance = first
        while distance <= last {
          let here = fall(distance)
          if here > edges.least {
            let off = (distance - expected) / reach
            let score = min(here, most) / (1 + off * off)
            if score > best.score { best = (score, distance, here) }
          }
          distance += 1
        }
        guard best.score > 0 else { return }
        // A parabola through three neighbours, for the part of a place.
        let (before, after) = (fall(best.distance - 1), fall(best.distance + 1))
        let bend = before - 2 * best.rise + after
        if bend < 0 { best.distance += min(max((before - after) / (2 * bend), -0.5), 0.5) }
      }
    }
    return (best.distance, best.rise)
  }

  /// Least squares with the pulls; two rounds, the second without what lies far off.
  private static func fit(_ found: [Float], rises: [Float], prior: Float) -> [Float] {
    var coefficients: [Float] = [prior, 0, 0, 0, 0]
    for round in 0..<3 {
      var matrix = [Float](repeating: 0, count: terms * terms)
      var right = [Float](repeating: 0, count: terms)
      for term in 0..<terms { matrix[term * terms + term] = pulls[term] }
      right[0] = pulls[0] * prior
      for direction in 0..<Outline.directions where found[direction] > 0 {
        let row = basis[direction]
        var weight: Float = 1
        if round > 0 {
          var sum: Float = 0
          for term in 0..<terms { sum += coefficients[term] * row[term] }
          let off = (found[direction] - sum) / (0.08 * prior)
          weight = 1 / (1 + off * off)
        }
        for one in 0..<terms {
          right[one] += weight * row[one] * found[direction]
          for other in 0..<terms { matrix[one * terms + other] += weight * row[one] * row[other] }
        }
      }
      coefficients = solve(&matrix, right)
    }
    return coefficients
  }

  /// Gaussian elimination; the pulls keep the matrix positive definite.
  private static func solve(_ matrix: inout [Float], _ right: [Float]) -> [Float] {
    var right = right
    for pivot in 0..<terms {
      for row in (pivot + 1)..<max(terms, pivot + 1) {
        let factor = matrix[row * terms + pivot] / matrix[pivot * terms + pivot]
        for column in pivot..<terms {
          matrix[row * terms + column] -= factor * matrix[pivot * terms + column]
        }
        right[row] -= factor * right[pivot]
      }
    }
    for row in stride(from: terms - 1, through: 0, by: -1) {
      for column in (row + 1)..<max(terms, row + 1) {
        right[row] -= matrix[row * terms + column] * right[column]
      }
      right[row] /= matrix[row * terms + row]
    }
    return right
  }
}

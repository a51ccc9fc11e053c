import Foundation

/// Area, perimeter and second moments of an outline, as the polygon through its 48 points.
struct PolygonShape {
  /// Square places.
  let area: Double
  /// Places.
  let perimeter: Double
  /// Long over short axis of the ellipse with the same second moments.
  let elongation: Double

  /// 4 pi area / perimeter squared; the polygon's own, so that a circle of 48 corners is 1.
  var roundness: Double {
    let corners = Double(Outline.directions)
    // A regular polygon of n corners has pi / (n tan(pi / n)) of it.
    let regular = Double.pi / (corners * tan(.pi / corners))
    return perimeter > 0 ? min(4 * .pi * area / (perimeter * perimeter) / regular, 1) : 0
  }

  init(_ outline: Outline) {
    let points = zip(Outline.units, outline.radii).map { unit, reach in
      (x: Double(unit.x * reach), y: Double(unit.y * reach))
    }
    var (twice, perimeter) = (0.0, 0.0)
    var (sumX, sumY, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for index in points.indices {
      let (a, b) = (points[index], points[(index + 1) % points.count])
      let cross = a.x * b.y - b.x * a.y
      twice += cross
      perimeter += hypot(b.x - a.x, b.y - a.y)
      sumX += (a.x + b.x) * cross
      sumY += (a.y + b.y) * cross
      xx += (a.x * a.x + a.x * b.x + b.x * b.x) * cross
      yy += (a.y * a.y + a.y * b.y + b.y * b.y) * cross
      xy += (a.x * b.y + 2 * a.x * a.y + 2 * b.x * b.y + b.x * a.y) * cross
    }
    area = twice / 2
    self.perimeter = perimeter
    guard twice > 0 else {
      elongation = 1
      return
    }
    let (x, y) = (sumX / (3 * twice), sumY / (3 * twice))
    let (varX, varY) = (xx / (6 * twice) - x * x, yy / (6 * twice) - y * y)
    let covariance = xy / (12 * twice) - x * y
    let half = (varX + varY) / 2
    let spread = (((varX - varY) / 2) * ((varX - varY) / 2) + covariance * covariance).squareRoot()
    elongation = half > spread ? ((half + spread) / (half - spread)).squareRoot() : 1
  }
}

import Foundation

/// Signed distances in micrometres, negative inside. Cells are small unions of these.
enum Shape {
  /// Distance to a disc of radius `radius` about `centre`.
  static func disc(_ point: SIMD2<Float>, centre: SIMD2<Float>, radius: Float) -> Float {
    length(point - centre) - radius
  }

  /// First-order distance to an ellipse turned by `angle`: f / |grad f|.
  static func ellipse(
    _ point: SIMD2<Float>, centre: SIMD2<Float>, radii: SIMD2<Float>, angle: Float
  ) -> Float {
    let local = rotate(point - centre, by: -angle)
    let scaled = local / radii
    let outer = length(scaled)
    let slope = length(scaled / radii)
    return slope < 1e-6 ? -min(radii.x, radii.y) : outer * (outer - 1) / slope
  }

  /// Distance to a line from `from` to `to` of half width `halfWidth`.
  static func capsule(
    _ point: SIMD2<Float>, from: SIMD2<Float>, to: SIMD2<Float>, halfWidth: Float
  ) -> Float {
    let axis = to - from
    let along = ((point - from) * axis).sum() / max((axis * axis).sum(), 1e-6)
    return length(point - from - axis * min(max(along, 0), 1)) - halfWidth
  }

  /// Union of two distances with a fillet of about `fillet` micrometres (polynomial smooth minimum).
  static func union(_ a: Float, _ b: Float, fillet: Float) -> Float {
    let h = max(fillet - abs(a - b), 0) / fillet
    return min(a, b) - h * h * fillet / 4
  }

  /// A vector turned by `angle` radians.
  static func rotate(_ vector: SIMD2<Float>, by angle: Float) -> SIMD2<Float> {
    let c = cos(angle)
    let s = sin(angle)
    return SIMD2(c * vector.x - s * vector.y, s * vector.x + c * vector.y)
  }

  /// A vector of the given length and direction.
  static func polar(_ radius: Float, _ angle: Float) -> SIMD2<Float> {
    SIMD2(radius * cos(angle), radius * sin(angle))
  }
}

/// A closed outline about the origin: an ellipse with a few random waves, in micrometres.
struct Outline: Sendable {
  /// Radius of the undisturbed shape: the geometric mean of its half axes.
  let radius: Float
  /// Long over short axis.
  let aspect: Float
  /// Direction of the long axis in radians.
  let angle: Float
  /// Amplitude as a share of the radius, and phase, of the waves 3, 4, 5, ...
  private let waves: [SIMD2<Float>]

  /// An outline whose third wave has about the amplitude `roughness`, the next ones less.
  init(radius: Float, aspect: Float, roughness: Float, random: inout RandomSource) {
    self.radius = radius
    self.aspect = aspect
    angle = random.angle()
    waves = (3...7).map { order in
      SIMD2(roughness * random.normal() * 3 / Float(order * order - 6), random.angle())
    }
  }

  /// Distance from the origin to the outline in the direction of `point`.
  func reach(_ point: SIMD2<Float>) -> Float {
    let theta = atan2(point.y, point.x)
    let local = theta - angle
    let root = aspect.squareRoot()
    let x = cos(local) / root
    let y = sin(local) * root
    var reach = 1 / (x * x + y * y).squareRoot()
    for (index, wave) in waves.enumerated() {
      reach += wave.x * cos(Float(index + 3) * theta + wave.y)
    }
    return radius * max(reach, 0.3)
  }

  /// Largest distance of the outline from the origin, with a little to spare.
  var bound: Float {
    radius * (aspect.squareRoot() + waves.reduce(0) { $0 + abs($1.x) }) * 1.02
  }
}

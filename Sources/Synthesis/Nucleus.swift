import Foundation

/// The shape of a nucleus: ellipses grown together, thin bridges between lobes, notches cut out.
/// All in micrometres about the centre of the cell.
struct Nucleus: Sendable {
  struct Ellipse: Sendable {
    var centre: SIMD2<Float>
    var radii: SIMD2<Float>
    var angle: Float = 0

    /// Distance from the centre to the edge in a direction.
    func reach(toward direction: Float) -> Float {
      let x = cos(direction - angle) / radii.x
      let y = sin(direction - angle) / radii.y
      return 1 / (x * x + y * y).squareRoot()
    }
  }

  struct Bridge: Sendable {
    var from: SIMD2<Float>
    var to: SIMD2<Float>
    var halfWidth: Float
  }

  struct Notch: Sendable {
    var centre: SIMD2<Float>
    var radius: Float
  }

  var bodies: [Ellipse]
  var bridges: [Bridge] = []
  var notches: [Notch] = []
  /// Lines along which a folded nucleus lies double.
  var folds: [Bridge] = []
  /// How far the bodies flow into each other.
  var fillet: Float
  /// Amplitude of the outline's irregularity.
  var ruggedness: Float
  /// Segments: 1 for an unsegmented nucleus.
  var lobes: Int
  var noiseSeed: UInt32

  /// Signed distance to the nucleus' outline, negative inside.
  func distance(_ point: SIMD2<Float>) -> Float {
    let warp = SIMD2(
      Noise.fractal(point * 0.45, noiseSeed, octaves: 2),
      Noise.fractal(point * 0.45 + 31, noiseSeed ^ 0xABCD, octaves: 2))
    let warped = point + (warp - 0.5) * (2 * ruggedness)
    var distance: Float = 1e3
    for body in bodies {
      let next = Shape.ellipse(
        warped, centre: body.centre, radii: body.radii, angle: body.angle)
      distance = Shape.union(distance, next, fillet: fillet)
    }
    for bridge in bridges {
      let next = Shape.capsule(
        warped, from: bridge.from, to: bridge.to, halfWidth: bridge.halfWidth)
      distance = Shape.union(distance, next, fillet: 0.25)
    }
    for notch in notches {
      let hollow = Shape.disc(warped, centre: notch.centre, radius: notch.radius)
      distance = -Shape.union(-distance, hollow, fillet: 1.3)
    }
    return distance
  }

  /// How much darker a fold makes the chromatin at `point`, 0...1.
  func fold(_ point: SIMD2<Float>) -> Float {
    let wave = 0.9 * (Noise.value(point * 0.5, noiseSeed ^ 0xF01D) - 0.5)
    return folds.reduce(0) { strongest, fold in
      let distance = Shape.capsule(point + wave, from: fold.from, to: fold.to, halfWidth: 0)
      return max(strongest, bell(distance, width: fold.halfWidth))
    }
  }
}

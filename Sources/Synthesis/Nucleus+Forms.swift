import Foundation

/// The nuclei of the classes. `cellRadius` in micrometres.
extension Nucleus {
  /// A segmented nucleus: `lobes` bodies in a curved chain, joined by threads.
  static func segmented(lobes: Int, cellRadius: Float, share: Float, random: inout RandomSource)
    -> Nucleus
  {
    let typical = cellRadius * (share / Float(lobes)).squareRoot()
    for attempt in 0..<400 {
      // Crowded nuclei get smaller until they fit.
      let size = typical * (1 - Float(attempt) / 1000)
      if let bodies = chain(lobes, typical: size, cellRadius: cellRadius, random: &random) {
        return joined(bodies, random: &random)
      }
    }
    // A wreath always fits.
    let turn = random.angle()
    let ring = cellRadius * 0.9 - typical
    let bodies = (0..<lobes).map { lobe in
      let angle = turn + Float(lobe) * min(1.25, 2 * .pi / Float(lobes))
      return Ellipse(
        centre: Shape.polar(ring, angle),
        radii: SIMD2(repeating: min(typical, ring * 0.55)), angle: angle)
    }
    return joined(bodies, random: &random)
  }

  /// One try at laying the lobes: each next to the one before, apart from all others, in the cell.
  private static func chain(
    _ lobes: Int, typical: Float, cellRadius: Float, random: inout RandomSource
  ) -> [Ellipse]? {
    var bodies: [Ellipse] = []
    var heading = random.angle()
    let bend = random.uniform(0.5, 1.25) * (random.chance(0.5) ? 1 : -1)
    let start = Shape.polar(random.uniform(0.3, 0.7) * cellRadius, random.angle())
    for _ in 0..<lobes {
      let size = typical * random.uniform(0.85, 1.15)
      let stretch = random.uniform(1.0, lobes == 3 ? 2.2 : 1.7).squareRoot()
      var body = Ellipse(
        centre: start, radii: SIMD2(size * stretch, size / stretch),
        angle: heading + bend + 0.6 * random.normal())
      if let last = bodies.last {
        heading += bend + 0.35 * random.normal()
        let step = last.reach(toward: heading) + body.reach(toward: heading)
        body.centre = last.centre + Shape.polar(step * random.uniform(0.9, 1.05), heading)
      }
      guard length(body.centre) + size * 0.95 < cellRadius else { return nil }
      for (index, other) in bodies.enumerated() {
        guard index < bodies.count - 1 else { continue }
        let between = other.centre - body.centre
        let direction = atan2(between.y, between.x)
        let touching = other.reach(toward: direction) + body.reach(toward: direction)
        if length(between) < touching * 1.02 + 0.25 { return nil }
      }
      bodies.append(body)
    }
    return bodies
  }

  private static func joined(_ bodies: [Ellipse], random: inout RandomSource) -> Nucleus {
    var nucleus = Nucleus(
      bodies: bodies, fillet: 0.3, ruggedness: 0.45, lobes: bodies.count,
      noiseSeed: random.noiseSeed())
    for (from, to) in zip(bodies, bodies.dropFirst()) {
      nucleus.bridges.append(
        Bridge(from: from.centre, to: to.centre, halfWidth: random.uniform(0.2, 0.55)))
    }
    return nucleus
  }

  /// A dense round nucleus that fills most of the cell, often with a shallow dent.
  static func round(cellRadius: Float, fill: Float, random: inout RandomSource) -> Nucleus {
    let radius = cellRadius * fill
    let aside = Shape.polar((cellRadius - radius) * random.uniform(0.1, 0.7), random.angle())
    let stretch = random.uniform(1.0, 1.14).squareRoot()
    var nucleus = Nucleus(
      bodies: [
        Ellipse(
          centre: aside, radii: SIMD2(radius * stretch, radius / stretch), angle: random.angle())
      ], fillet: 0.3, ruggedness: 0.3, lobes: 1, noiseSeed: random.noiseSeed())
    if random.chance(0.4) {
      let size = random.uniform(0.2, 0.4) * radius
      nucleus.notches = [
        Notch(
          centre: aside + Shape.polar(radius + size * random.uniform(0.2, 0.6), random.angle()),
          radius: size)
      ]
    }
    return nucleus
  }

  /// A large kidney, horseshoe or folded nucleus.
  static func folded(cellRadius: Float, random: inout RandomSource) -> Nucleus {
    let turn = random.angle()
    var nucleus = Nucleus(
      bodies: [], fillet: 1.6, ruggedness: 0.6, lobes: 1, noiseSeed: random.noiseSeed())
    switch random.index(weights: [0.5, 0.5]) {
    case 0:  // A kidney to horseshoe: bodies along an arc.
      let span = random.uniform(2.2, 3.7)
      let arc = cellRadius * random.uniform(0.4, 0.5)
      let thick = cellRadius * random.uniform(0.35, 0.43)
      let shift = Shape.polar(-arc * 0.25, turn)
      nucleus.bodies = (0..<5).map { step in
        let angle = turn + span * (Float(step) / 4 - 0.5)
        let size = thick * random.uniform(0.88, 1.1)
        return Ellipse(
          centre: shift + Shape.polar(arc, angle), radii: SIMD2(repeating: size))
      }
    default:  // A broad body with bulges and one or two clefts.
      let long = cellRadius * random.uniform(0.68, 0.78)
      let short = cellRadius * random.uniform(0.52, 0.62)
      let off = Shape.polar(cellRadius * random.uniform(0, 0.16), random.angle())
      nucleus.bodies = [Ellipse(centre: off, radii: SIMD2(long, short), angle: turn)]
      for _ in 0..<random.integer(1, 3) {
        let angle = random.angle()
        nucleus.bodies.append(
          Ellipse(
            centre: off + Shape.polar(cellRadius * 0.4, angle),
            radii: SIMD2(repeating: cellRadius * random.uniform(0.2, 0.3))))
      }
      for _ in 0..<random.integer(1, 2) {
        let size = cellRadius * random.uniform(0.15, 0.3)
        nucleus.notches.append(
          Notch(centre: off + Shape.polar(short + size * 0.25, random.angle()), radius: size))
      }
    }
    for _ in 0..<random.integer(2, 4) {
      let from = Shape.polar(cellRadius * random.uniform(0.1, 0.5), random.angle())
      nucleus.folds.append(
        Bridge(
          from: from,
          to: from + Shape.polar(cellRadius * random.uniform(0.3, 0.7), random.angle()),
          halfWidth: random.uniform(0.25, 0.5)))
    }
    return nucleus
  }
}

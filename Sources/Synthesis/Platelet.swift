/// A thrombocyte: a small ragged purple body full of granules.
struct Platelet: Sendable {
  /// Centre in pixels.
  let centre: SIMD2<Float>
  let outline: Outline
  let strength: Float
  let noiseSeed: UInt32

  /// A platelet of 1.6 to 3 micrometres.
  init(centre: SIMD2<Float>, random: inout RandomSource) {
    self.centre = centre
    outline = Outline(
      radius: random.uniform(0.8, 1.45), aspect: 1 + abs(random.normal()) * 0.25, roughness: 0.1,
      random: &random)
    strength = random.uniform(0.7, 1.2)
    noiseSeed = random.noiseSeed()
  }

  /// Adds the platelet to the canvas; returns the pixels it covers by half or more, row by row.
  func draw(on canvas: inout DensityCanvas, scale: Float, style: SmearStyle) -> [Int] {
    var covered: [Int] = []
    canvas.add(centre: centre, reach: (outline.bound + 0.7) * scale, scale: scale) {
      index, point in
      let ragged = 0.55 * (Noise.fractal(point * 1.6, noiseSeed, octaves: 2) - 0.5)
      let distance = length(point) - outline.reach(point) + ragged
      let coverage = DensityCanvas.coverage(distance * scale)
      if coverage >= 0.5 { covered.append(index) }
      guard coverage > 0 else { return (.zero, 0) }
      let grain = Noise.cellular(point / 0.4 + 0.8 * ragged, noiseSeed ^ 0x77)
      let granule = grain.mark < 0.8 ? 1 - smoothstep(0.1, 0.8, grain.distance) : 0
      let body = smoothstep(0.25, -0.5, distance)
      let azure = (0.12 + (0.22 + 0.4 * granule) * body) * strength
      let density = style.azure * azure + (style.methyleneBlue * 0.1 + style.eosin * 0.1) * strength
      return (density * coverage, 0)
    }
    return covered
  }
}

/// A speck of dust or stain precipitate: a tiny dark spot, sometimes with a bright middle.
struct Speck: Sendable {
  /// Centre in pixels.
  let centre: SIMD2<Float>
  let radius: Float
  let strength: Float
  let hollow: Bool

  init(centre: SIMD2<Float>, random: inout RandomSource) {
    self.centre = centre
    radius = random.uniform(0.12, 0.4)
    strength = random.uniform(0.15, 0.6)
    hollow = random.chance(0.6)
  }

  func draw(on canvas: inout DensityCanvas, scale: Float) {
    canvas.add(centre: centre, reach: radius * 4 * scale, scale: scale) { _, point in
      let distance = length(point)
      let ring = bell(distance - (hollow ? radius : 0), width: radius * (hollow ? 0.45 : 0.9))
      let middle = hollow ? 0.6 * bell(distance, width: radius * 0.5) : 0
      return (SIMD3(repeating: strength * (ring - middle)) * SIMD3(1, 0.9, 0.8), 0)
    }
  }
}

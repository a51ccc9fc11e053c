/// What the dyes do in the parts of a white cell, in units of the style's dyes.
extension WhiteCell {
  /// Azure taken by the chromatin at `point`, about 1.
  func chromatin(_ point: SIMD2<Float>, edge: Float) -> Float {
    let clumps = Noise.fractal(point * 0.75, noiseSeed ^ 0x11, octaves: 3) - 0.5
    let ridge = 1 - abs(2 * Noise.fractal(point * 1.15 + 9, noiseSeed ^ 0x22, octaves: 2) - 1)
    let light = granules(point + 11, size: 0.62, fill: 0.5) * (0.75 + clumps * -1.2)
    let membrane = 0.2 * bell(edge + 0.2, width: 0.3)
    switch kind {
    case .neutrophil: return 1.06 + 0.5 * clumps - 0.55 * light + membrane
    case .eosinophil: return 1.0 + 0.45 * clumps - 0.55 * light + membrane
    case .lymphocyte: return 1.06 + 0.45 * clumps - 0.42 * light + 0.12 * (ridge - 0.6) + membrane
    case .monocyte:
      return 0.76 + 0.3 * clumps + 0.35 * (ridge - 0.6) - 0.45 * light + membrane * 0.8
        + 0.22 * nucleus.fold(point)
    case .basophil: return 0.7 + 0.4 * clumps + membrane
    }
  }

  /// Density of the cytoplasm at `point`; `edge` and `nucleusEdge` are distances to the outlines.
  func cytoplasm(
    _ point: SIMD2<Float>, edge: Float, nucleusEdge: Float, style: SmearStyle
  ) -> SIMD3<Float> {
    let cloud = Noise.fractal(point * 0.4, noiseSeed ^ 0x44, octaves: 3) - 0.5
    let rim = bell(edge + 0.15, width: 0.35)
    var eosin: Float = 0
    var azure: Float = 0
    var blue: Float = 0
    switch kind {
    case .neutrophil:
      let fine = granules(point, size: 0.42, fill: 0.55)
      eosin = 0.14 + 0.1 * cloud + 0.12 * fine
      azure = 0.06 + 0.06 * cloud + 0.24 * fine * (0.7 + cloud) + 0.05 * rim
    case .eosinophil:
      let coarse = max(
        granules(point, size: 0.72, fill: 1),
        0.8 * granules(point + 3.7, size: 0.55, fill: 0.6))
      // Granules leave a thin clear margin and gather away from the nucleus.
      let filled = smoothstep(-0.05, -0.5, edge) * smoothstep(-0.5, 0.3, nucleusEdge + 0.6)
      eosin = 0.25 + (0.45 + 0.4 * coarse + 0.35 * cloud) * filled
      azure = 0.05 + 0.05 * coarse * filled + 0.05 * rim
    case .lymphocyte:
      blue = 0.5 + 0.45 * cloud + 0.2 * rim
      azure = 0.1
      // A pale zone hugs the nucleus.
      blue *= 1 - 0.2 * bell(nucleusEdge - 0.25, width: 0.3)
    case .monocyte:
      let dust = granules(point, size: 0.36, fill: 0.5)
      // The margin is thin and frays out.
      blue = (0.25 + 0.35 * cloud + 0.06 * rim) * smoothstep(0.2, -0.9, edge)
      azure = 0.08 + 0.12 * cloud + 0.1 * dust
    case .basophil:
      let large = max(
        granules(point, size: 0.95, fill: 0.75), granules(point + 5.1, size: 0.7, fill: 0.4))
      eosin = 0.12
      azure = 0.12 + 0.95 * large
      blue = 0.1 + 0.2 * cloud
    }
    let density = style.eosin * eosin + style.azure * azure + style.methyleneBlue * max(blue, 0.05)
    return density * depth
  }

  /// Height of the granules at `point`, 0...1: one every `size` micrometres, a share `fill` present.
  private func granules(_ point: SIMD2<Float>, size: Float, fill: Float) -> Float {
    // Shear the lattice a little, so that no row of granules shows.
    let drift = SIMD2(
      Noise.value(point * (0.35 / size), noiseSeed ^ 0x99),
      Noise.value(point * (0.35 / size) + 7, noiseSeed ^ 0x9A))
    let nearest = Noise.cellular(point / size + drift, noiseSeed ^ 0x66)
    guard nearest.mark < fill else { return 0 }
    let strength = 0.6 + 0.4 * nearest.mark / fill
    return strength * (1 - smoothstep(0.1, 0.45 + 0.35 * nearest.mark / fill, nearest.distance))
  }
}

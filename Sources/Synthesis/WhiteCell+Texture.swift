/// What the dyes do in the parts of a white cell, in units of the style's dyes.
extension WhiteCell {
  /// Azure taken by the chromatin at `point`, about 1.
  func chromatin(_ point: SIMD2<Float>, edge: Float) -> Float {
    let clumps = Noise.fractal(point * 0.75, noiseSeed ^ 0x11, octaves: 3) - 0.5
    let ridge = 1 - abs(2 * Noise.fractal(point * 1.15 + 9, noiseSeed ^ 0x22, octaves: 2) - 1)
    let light = smoothstep(0.6, 0.85, Noise.fractal(point * 1.5, noiseSeed ^ 0x33, octaves: 2))
    let membrane = 0.16 * bell(edge + 0.2, width: 0.3)
    switch kind {
    case .neutrophil: return 1.06 + 0.5 * clumps - 0.5 * light + membrane
    case .eosinophil: return 1.0 + 0.45 * clumps - 0.45 * light + membrane
    case .lymphocyte: return 1.12 + 0.5 * clumps - 0.22 * light + membrane
    case .monocyte:
      return 0.72 + 0.35 * clumps + 0.28 * (ridge - 0.6) - 0.35 * light + membrane * 0.8
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
      eosin = 0.3 + 0.16 * cloud + 0.1 * fine
      azure = 0.09 + 0.16 * fine + 0.05 * rim
    case .eosinophil:
      let coarse = granules(point, size: 0.78, fill: 0.93)
      // Granules leave a thin clear margin and gather away from the nucleus.
      let filled = smoothstep(-0.05, -0.5, edge) * smoothstep(-0.5, 0.3, nucleusEdge + 0.6)
      eosin = 0.32 + (0.62 * coarse + 0.2 * cloud) * filled
      azure = 0.1 + 0.08 * coarse * filled
    case .lymphocyte:
      blue = 0.62 + 0.5 * cloud + 0.25 * rim
      azure = 0.06
      // A pale zone hugs the nucleus.
      blue *= 1 - 0.35 * bell(nucleusEdge - 0.25, width: 0.35)
    case .monocyte:
      let dust = granules(point, size: 0.36, fill: 0.5)
      blue = 0.3 + 0.35 * cloud + 0.08 * rim
      azure = 0.08 + 0.09 * dust
    case .basophil:
      let large = granules(point, size: 1.0, fill: 0.72)
      eosin = 0.12
      azure = 0.12 + 0.95 * large
      blue = 0.1 + 0.2 * cloud
    }
    let density = style.eosin * eosin + style.azure * azure + style.methyleneBlue * max(blue, 0.05)
    return density * depth
  }

  /// Height of the granules at `point`, 0...1: one every `size` micrometres, a share `fill` present.
  private func granules(_ point: SIMD2<Float>, size: Float, fill: Float) -> Float {
    let nearest = Noise.cellular(point / size, noiseSeed ^ 0x66)
    guard nearest.mark < fill else { return 0 }
    let strength = 0.6 + 0.4 * nearest.mark / fill
    return strength * (1 - smoothstep(0.12, 0.62, nearest.distance))
  }
}

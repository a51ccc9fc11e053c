/// An erythrocyte: a dried biconcave disc with a pale centre.
struct RedCell: Sendable {
  /// Centre in pixels.
  let centre: SIMD2<Float>
  let outline: Outline
  /// Haemoglobin in units of a normal cell's ring.
  let thickness: Float
  /// Share of the density that the pallor's centre lacks; negative for a target-like centre.
  let pallorDepth: Float
  /// Where the pallor ends, as a share of the radius.
  let pallorWidth: Float
  /// Centre of the pallor, as a share of the radius.
  let pallorOffset: SIMD2<Float>
  /// Change of the thickness across the cell, which seldom lies quite level.
  let tilt: SIMD2<Float>
  let noiseSeed: UInt32

  /// A red cell as this smear has them.
  init(
    centre: SIMD2<Float>, radius: Float, specification: FieldSpecification,
    random: inout RandomSource
  ) {
    self.centre = centre
    let pallor = specification.style.pallor
    let stretched = random.chance(0.25)
    outline = Outline(
      radius: radius, aspect: 1 + min(abs(random.normal()), 2.2) * (stretched ? 0.25 : 0.08),
      roughness: random.chance(0.3) ? 0.05 : 0.024, random: &random)
    thickness = max(0.6, 1 + 0.13 * random.normal())
    tilt = SIMD2(random.normal(), random.normal()) * 0.08
    // Dried slowly, a cell shows its pallor; others come out nearly flat.
    pallorDepth =
      random.uniform(pallor.x, pallor.y) * (random.chance(0.3) ? random.uniform(0, 0.4) : 1)
    pallorWidth = random.uniform(0.45, 0.85)
    pallorOffset = SIMD2(random.normal(), random.normal()) * 0.07
    noiseSeed = random.noiseSeed()
  }

  /// Adds the cell to the canvas; returns the pixels it covers by half or more, row by row.
  func draw(on canvas: inout DensityCanvas, scale: Float, style: SmearStyle) -> [Int] {
    var covered: [Int] = []
    let edge = style.edgeWidth
    let halo = edge * 6
    canvas.add(centre: centre, reach: (outline.bound + halo) * scale, scale: scale) {
      index, point in
      let reach = outline.reach(point)
      let rho = length(point) / reach
      let distance = (rho - 1) * reach
      guard distance < halo else { return (.zero, 0) }
      let coverage = DensityCanvas.coverage(distance * scale)
      if coverage >= 0.5 { covered.append(index) }
      // The refraction of the edge: a dark line just inside, a bright one outside.
      var density = style.edgeLine * bell(distance + edge * 0.8, width: edge)
      density -= style.edgeHalo * bell(distance - edge * 1.6, width: edge * 1.2)
      guard coverage > 0 else { return (density, 0) }
      return (density, thickness * profile(point, rho: rho, reach: reach) * coverage)
    }
    return covered
  }

  /// Thickness across the disc, 1 on the ring between edge and pallor.
  private func profile(_ point: SIMD2<Float>, rho: Float, reach: Float) -> Float {
    let inside = min(rho, 1)
    let square = inside * inside
    let plateau = max(0, 1 - square * square).squareRoot() * 0.75 + 0.25
    let fromPallor = length(point / reach - pallorOffset)
    let wobble = 0.14 * (Noise.value(point * 0.5, noiseSeed) - 0.5)
    let pallor = 1 - smoothstep(pallorWidth * 0.3, pallorWidth + wobble, fromPallor)
    let slope = 1 + (point / reach * tilt).sum()
    let grain = 1 + 0.12 * (Noise.fractal(point * 0.7, noiseSeed ^ 0x55, octaves: 3) - 0.5)
    return plateau * (1 - pallorDepth * pallor) * grain * slope
  }
}

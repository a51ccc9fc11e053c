/// A leucocyte: outline, nucleus and what its cytoplasm holds.
struct WhiteCell: Sendable {
  /// The pixels of a drawn cell, row by row; those of the nucleus are among those of the cell.
  struct Pixels {
    var cell: [Int] = []
    var nucleus: [Int] = []
  }

  let kind: WhiteCellKind
  /// Centre in pixels.
  var centre: SIMD2<Float>
  let outline: Outline
  let nucleus: Nucleus
  /// Clear bubbles in the cytoplasm.
  let vacuoles: [Nucleus.Notch]
  /// How deeply this cell took the stain, about 1.
  let depth: Float
  /// Amplitude of the fine raggedness of the outline, in micrometres.
  let fraying: Float
  let noiseSeed: UInt32

  /// A cell of the given kind about the origin.
  init(kind: WhiteCellKind, random: inout RandomSource) {
    self.kind = kind
    centre = .zero
    depth = random.uniform(0.9, 1.12)
    noiseSeed = random.noiseSeed()
    var bubbles: [Nucleus.Notch] = []
    switch kind {
    case .neutrophil:
      let radius = random.uniform(5.9, 7.0)
      let lobes = 2 + random.index(weights: [0.08, 0.4, 0.38, 0.14])
      outline = Outline(
        radius: radius, aspect: random.uniform(1, 1.15), roughness: 0.02, random: &random)
      nucleus = .segmented(
        lobes: lobes, cellRadius: radius * 0.97, share: random.uniform(0.42, 0.56),
        random: &random)
      fraying = 0.18
      if random.chance(0.15) { bubbles = Self.bubbles(2, radius, random: &random) }
    case .eosinophil:
      let radius = random.uniform(5.9, 7.0)
      outline = Outline(
        radius: radius, aspect: random.uniform(1, 1.18), roughness: 0.02, random: &random)
      nucleus = .segmented(
        lobes: random.chance(0.82) ? 2 : 3, cellRadius: radius * 0.97,
        share: random.uniform(0.34, 0.44), random: &random)
      fraying = 0.22
    case .lymphocyte:
      let large = random.chance(0.25)
      let radius = large ? random.uniform(5.3, 6.2) : random.uniform(4.4, 5.3)
      outline = Outline(
        radius: radius, aspect: random.uniform(1, 1.12), roughness: 0.025, random: &random)
      nucleus = .round(
        cellRadius: radius, fill: large ? random.uniform(0.72, 0.8) : random.uniform(0.82, 0.92),
        random: &random)
      fraying = 0.32
    case .monocyte:
      let radius = random.uniform(7.0, 8.4)
      outline = Outline(
        radius: radius, aspect: random.uniform(1, 1.22), roughness: 0.045, random: &random)
      nucleus = .folded(cellRadius: radius, random: &random)
      fraying = 0.5
      bubbles = Self.bubbles(random.integer(0, 12), radius, random: &random)
    case .basophil:
      let radius = random.uniform(5.4, 6.5)
      outline = Outline(
        radius: radius, aspect: random.uniform(1, 1.12), roughness: 0.025, random: &random)
      nucleus = .segmented(
        lobes: random.integer(2, 3), cellRadius: radius * 0.97, share: random.uniform(0.4, 0.5),
        random: &random)
      fraying = 0.25
    }
    vacuoles = bubbles
  }

  private static func bubbles(_ count: Int, _ radius: Float, random: inout RandomSource)
    -> [Nucleus.Notch]
  {
    let side = random.angle()
    return (0..<count).map { _ in
      let place = Shape.polar(
        radius * random.uniform(0.35, 0.85), side + 0.8 * random.normal())
      return Nucleus.Notch(centre: place, radius: random.uniform(0.2, 0.55))
    }
  }

  /// Farthest a pixel of the cell can lie from its centre, in micrometres.
  var bound: Float { outline.bound + fraying }

  /// Adds the cell to the canvas; returns its pixels.
  func draw(on canvas: inout DensityCanvas, scale: Float, style: SmearStyle) -> Pixels {
    var pixels = Pixels()
    canvas.add(centre: centre, reach: (bound + 1) * scale, scale: scale) { index, point in
      let ragged = fraying * (Noise.fractal(point * 0.8, noiseSeed, octaves: 2) - 0.5) * 2
      let cellEdge = length(point) - outline.reach(point) + ragged
      guard cellEdge * scale < 1 else { return (.zero, 0) }
      // The nucleus keeps inside the cell.
      let nucleusEdge = max(nucleus.distance(point), cellEdge + 0.12)
      let cell = DensityCanvas.coverage(cellEdge * scale)
      let nuclear = DensityCanvas.coverage(nucleusEdge * scale)
      if cell >= 0.5 { pixels.cell.append(index) }
      if nuclear >= 0.5 { pixels.nucleus.append(index) }
      var density = SIMD3<Float>.zero
      if cell > 0 {
        let over: Float = kind == .basophil ? 0 : 0.75
        density +=
          cytoplasm(point, edge: cellEdge, nucleusEdge: nucleusEdge, style: style)
          * (cell * (1 - over * nuclear))
      }
      if nuclear > 0 {
        density += style.azure * (chromatin(point, edge: nucleusEdge) * nuclear * depth)
      }
      let clearing = vacuoles.reduce(Float(1)) {
        min($0, smoothstep(-0.5, 0.3, Shape.disc(point, centre: $1.centre, radius: $1.radius)))
      }
      return (density * mix(nuclear > 0.5 ? 0.55 : 0.3, 1, clearing), 0)
    }
    return pixels
  }
}

/// Where everything of one field lies.
struct Scene {
  var redCells: [RedCell] = []
  var platelets: [Platelet] = []
  var whiteCells: [WhiteCell] = []
  var specks: [Speck] = []
}

/// Throws cells onto the field: white cells apart, red cells around them, some upon each other.
enum Placement {
  /// Radius of a usual red cell in micrometres.
  static let redCellRadius: Float = 3.6

  static func scene(for specification: FieldSpecification, random: inout RandomSource) -> Scene {
    var scene = Scene()
    scene.whiteCells = whiteCells(specification, random: &random)
    scene.redCells = redCells(specification, around: scene.whiteCells, random: &random)
    for _ in 0..<max(0, specification.platelets) {
      if let centre = plateletPlace(specification, scene, random: &random) {
        scene.platelets.append(Platelet(centre: centre, random: &random))
      }
    }
    for _ in 0..<max(0, specification.specks) {
      let centre = anywhere(specification, margin: 0, random: &random)
      scene.specks.append(Speck(centre: centre, random: &random))
    }
    return scene
  }

  /// A random place at least `margin` pixels inside the field (outside when negative).
  private static func anywhere(
    _ specification: FieldSpecification, margin: Float, random: inout RandomSource
  ) -> SIMD2<Float> {
    let width = Float(specification.width)
    let height = Float(specification.height)
    return SIMD2(
      random.uniform(min(margin, width / 2), max(width - margin, width / 2)),
      random.uniform(min(margin, height / 2), max(height - margin, height / 2)))
  }

  private static func whiteCells(
    _ specification: FieldSpecification, random: inout RandomSource
  ) -> [WhiteCell] {
    var placed: [WhiteCell] = []
    let scale = specification.pixelsPerMicrometre
    for kind in specification.whiteCells {
      var cell = WhiteCell(kind: kind, random: &random)
      // Of many throws, the first that is clear of the others, else the one farthest from them.
      var best: (gap: Float, centre: SIMD2<Float>) = (-.infinity, .zero)
      for _ in 0..<80 {
        let centre = anywhere(specification, margin: cell.bound * scale + 3, random: &random)
        let gap =
          placed.map { length($0.centre - centre) - ($0.bound + cell.bound) * scale }.min() ?? 1
        if gap > best.gap { best = (gap, centre) }
        if gap > 0 { break }
      }
      cell.centre = best.centre
      placed.append(cell)
    }
    return placed
  }

  private static func redCells(
    _ specification: FieldSpecification, around whiteCells: [WhiteCell],
    random: inout RandomSource
  ) -> [RedCell] {
    let scale = specification.pixelsPerMicrometre
    let usual = redCellRadius * scale
    let area =
      (Float(specification.width) + 2 * usual) * (Float(specification.height) + 2 * usual)
    let wanted = Int(max(0, specification.redCellCoverage) * area / (.pi * usual * usual))
    // How much the sizes differ from cell to cell (anisocytosis) is a matter of the patient.
    let spread = random.uniform(0.05, 0.12)
    var placed: [(centre: SIMD2<Float>, radius: Float)] = []
    for _ in 0..<wanted {
      let radius = redCellRadius * max(0.6, 1 + spread * random.normal())
      let upon = random.chance(specification.redCellOverlap) && !placed.isEmpty
      for _ in 0..<60 {
        let host = upon ? random.integer(0, placed.count - 1) : -1
        var centre = anywhere(specification, margin: -usual, random: &random)
        if upon {
          let reach = (placed[host].radius + radius) * scale * random.uniform(0.5, 0.98)
          centre = placed[host].centre + Shape.polar(reach, random.angle())
        }
        let clear = placed.enumerated().allSatisfy { index, other in
          let share: Float = index == host ? 0 : (upon ? 0.7 : 1.0)
          return length(other.centre - centre) >= (other.radius + radius) * scale * share
        }
        let free = whiteCells.allSatisfy { cell in
          length(cell.centre - centre) >= (cell.outline.radius * 1.03 + radius) * scale
        }
        if clear && free {
          placed.append((centre, radius))
          break
        }
      }
    }
    return placed.map {
      RedCell(
        centre: $0.centre, radius: $0.radius, specification: specification, random: &random)
    }
  }

  /// A place for a platelet, mostly between the cells, never on a white cell.
  private static func plateletPlace(
    _ specification: FieldSpecification, _ scene: Scene, random: inout RandomSource
  ) -> SIMD2<Float>? {
    let scale = specification.pixelsPerMicrometre
    for attempt in 0..<60 {
      let centre = anywhere(specification, margin: 2.5 * scale, random: &random)
      let offWhite = scene.whiteCells.allSatisfy {
        length($0.centre - centre) > ($0.bound + 2.2) * scale
      }
      let offPlatelets = scene.platelets.allSatisfy { length($0.centre - centre) > 5 * scale }
      let offRed =
        attempt > 40
        || scene.redCells.allSatisfy {
          length($0.centre - centre) > ($0.outline.radius + 1.3) * scale
        }
      if offWhite && offPlatelets && offRed { return centre }
    }
    return nil
  }
}

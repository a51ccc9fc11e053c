import Imaging
import Review
import Synthesis
import TestSupport
import Testing

/// What holds for every field, over 200 random small ones.
@Suite struct FieldPropertyTests {
  static let seeds = Array(UInt64(1)...200)

  @Test(arguments: seeds)
  func `truth agrees with the masks`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let specification = randomField(&random)
    let field = SmearField.render(specification, seed: seed)
    let width = specification.width
    let height = specification.height
    let truth = field.truth

    // White cells: all are there, in order, each box around its own pixels.
    #expect(truth.whiteCells.map(\.kind) == specification.whiteCells, "seed \(seed)")
    let whole = Box(x: 0, y: 0, width: width, height: height)
    for cell in truth.whiteCells {
      #expect(contains(whole, cell.box), "seed \(seed)")
      #expect(cell.nucleusArea > 0 && cell.nucleusArea < cell.cellArea, "seed \(seed)")
      #expect(cell.cellArea <= cell.box.area, "seed \(seed)")
    }
    let marked = field.whiteCellMask.indices.filter { field.whiteCellMask[$0] > 0 }
    #expect(
      marked.allSatisfy { index in
        truth.whiteCells.contains { inside($0.box, index % width, index / width) }
      }, "seed \(seed)")
    if truth.whiteCells.count == 1 {
      let cell = truth.whiteCells[0]
      #expect(marked.count == cell.cellArea, "seed \(seed)")
      #expect(field.whiteCellMask.count { $0 == 255 } == cell.nucleusArea, "seed \(seed)")
      #expect(box(around: marked, width: width) == cell.box, "seed \(seed)")
    }

    // Red cells: the areas add up to the layers that were counted, overlaps to the shared pixels.
    let layers = field.redCellCover.reduce(0) { $0 + Int($1) }
    #expect(truth.redCells.reduce(0) { $0 + $1.area } == layers, "seed \(seed)")
    let shared = field.redCellCover.reduce(0) { $0 + ($1 > 1 ? Int($1) : 0) }
    let stated = truth.redCells.reduce(0.0) { $0 + $1.overlap * Double($1.area) }
    #expect(abs(stated - Double(shared)) <= 1 + Double(layers) * 1e-4, "seed \(seed)")
    for cell in truth.redCells where !cell.cutOff {
      // The waves of the outline change the ellipse's area by a few per cent only.
      let ellipse = Double.pi * cell.longRadius * cell.shortRadius
      #expect(abs(Double(cell.area) / ellipse - 1) < 0.15, "seed \(seed)")
      #expect(inside(cell.box, Int(cell.x), Int(cell.y)), "seed \(seed)")
    }

    #expect(truth.platelets.count <= specification.platelets, "seed \(seed)")
    for platelet in truth.platelets {
      #expect(contains(whole, platelet.box), "seed \(seed)")
      #expect(!truth.whiteCells.contains { contains($0.box, platelet.box) }, "seed \(seed)")
    }
  }

  @Test(arguments: seeds)
  func `densities are finite and the picture is never black`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let specification = randomField(&random)
    let densities = SmearField.density(specification, seed: seed)
    #expect(densities.count == specification.width * specification.height)
    // Halos brighten by at most 0.15 each, two or three may meet; no dye pile exceeds 8.
    #expect(
      densities.allSatisfy { density in
        (0..<3).allSatisfy { (-0.6...8).contains(density[$0]) }
      }, "seed \(seed)")
    let image = SmearField.render(specification, seed: seed).image
    let drawn = stride(from: 0, to: image.rgb.count, by: 3).allSatisfy {
      Int(image.rgb[$0]) + Int(image.rgb[$0 + 1]) + Int(image.rgb[$0 + 2]) > 30
    }
    #expect(drawn, "seed \(seed)")
  }

  private func inside(_ box: Box, _ x: Int, _ y: Int) -> Bool {
    x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height
  }

  private func contains(_ outer: Box, _ box: Box) -> Bool {
    inside(outer, box.x, box.y) && inside(outer, box.x + box.width - 1, box.y + box.height - 1)
  }

  private func box(around pixels: [Int], width: Int) -> Box? {
    let xs = pixels.map { $0 % width }
    let ys = pixels.map { $0 / width }
    guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max()
    else { return nil }
    return Box(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
  }
}

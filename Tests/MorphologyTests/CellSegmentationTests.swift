import Imaging
import Morphology
import Review
import Synthesis
import Testing

/// The segmentation on fields whose truth is exact.
@Suite struct CellSegmentationTests {
  /// The cells of `count` fields with their truth, boxes as they were drawn.
  private static func pairs(_ count: Int, seed: UInt64) -> [(SegmentedCell, WhiteCellTruth)] {
    SampleSet.samples(count: count, seed: seed).flatMap { sample in
      let field = SmearField.render(sample.specification, seed: sample.seed)
      let boxes = field.truth.whiteCells.map { PixelRect($0.box) }
      return Array(zip(CellSegmentation.segment(boxes, in: field.image), field.truth.whiteCells))
    }
  }

  @Test func `areas and lobes keep to their limits on a hundred random fields`() {
    let pairs = Self.pairs(100, seed: 31)
    #expect(pairs.count > 100)
    func error(_ measured: Int, _ truth: Int) -> Double {
      abs(Double(measured - truth)) / Double(truth)
    }
    let nuclei = pairs.map { error($0.measures.nucleusArea, $1.nucleusArea) }.sorted()
    let cells = pairs.map {
      error($0.measures.nucleusArea + $0.measures.cytoplasmArea, $1.cellArea)
    }.sorted()
    #expect(nuclei[nuclei.count / 2] < 0.05)
    #expect(nuclei[nuclei.count * 95 / 100] < 0.1)
    #expect(cells[cells.count / 2] < 0.05)
    #expect(cells[cells.count * 95 / 100] < 0.1)
    let lobes = pairs.map { abs($0.measures.lobeCount - $1.lobes) }
    #expect(Double(lobes.count { $0 == 0 }) > 0.85 * Double(lobes.count))
    #expect(Double(lobes.count { $0 <= 1 }) > 0.97 * Double(lobes.count))
  }

  @Test func `the mask and the measures tell the same`() {
    for (cell, _) in Self.pairs(6, seed: 5) {
      #expect(cell.mask.count == cell.region.area)
      #expect(
        cell.mask.count { $0 == SegmentedCell.Part.nucleus.rawValue } == cell.measures.nucleusArea)
      #expect(
        cell.mask.count { $0 == SegmentedCell.Part.cytoplasm.rawValue }
          == cell.measures.cytoplasmArea)
    }
  }

  @Test func `two cells that touch share no pixel, and both say so`() {
    // One cell beside its own mirror image: they touch along the seam.
    let field = SmearField.render(
      FieldSpecification(
        width: 200, height: 200, pixelsPerMicrometre: 10, whiteCells: [.lymphocyte],
        redCellCoverage: 0, platelets: 0), seed: 4)
    let box = field.truth.whiteCells[0].box
    let half = field.image.cropped(
      to: PixelRect(x: box.x, y: 0, width: 200 - box.x, height: 200))
    let image = half.besideItsMirror()
    let middle = image.width / 2
    let boxes = [
      PixelRect(x: middle - box.width, y: box.y, width: box.width, height: box.height),
      PixelRect(x: middle, y: box.y, width: box.width, height: box.height),
    ]
    let cells = CellSegmentation.segment(boxes, in: image)
    #expect(cells.allSatisfy { $0.measures.isTouching })
    let truth = field.truth.whiteCells[0]
    for cell in cells {
      let area = Double(cell.measures.nucleusArea + cell.measures.cytoplasmArea)
      #expect(abs(area / Double(truth.cellArea) - 1) < 0.1)
    }
    let shared = cells[0].pixels(in: image).intersection(cells[1].pixels(in: image))
    #expect(shared.count * 100 < truth.cellArea)
  }

  @Test(arguments: [WhiteCellKind.eosinophil, .neutrophil, .monocyte])
  func `a dark rim around the cell is no nucleus`(kind: WhiteCellKind) {
    let field = SmearField.render(
      FieldSpecification(
        width: 240, height: 240, pixelsPerMicrometre: 10, whiteCells: [kind], redCellCoverage: 0,
        platelets: 0), seed: 12)
    let truth = field.truth.whiteCells[0]
    let plain = CellSegmentation.segment([PixelRect(truth.box)], in: field.image)[0]
    let rimmed = field.image.withRim(of: plain, width: 5)
    let cell = CellSegmentation.segment([PixelRect(truth.box)], in: rimmed)[0]
    let area = Double(cell.measures.nucleusArea)
    #expect(abs(area / Double(truth.nucleusArea) - 1) < 0.15, "\(area) for \(truth.nucleusArea)")
  }

  @Test func `a cell alone touches nothing, and one at the edge is cut off`() {
    let field = SmearField.render(
      FieldSpecification(
        width: 240, height: 240, pixelsPerMicrometre: 10, whiteCells: [.neutrophil],
        redCellCoverage: 0, platelets: 0), seed: 9)
    let box = field.truth.whiteCells[0].box
    let alone = CellSegmentation.segment([PixelRect(box)], in: field.image)[0].measures
    #expect(!alone.isTouching)
    #expect(!alone.isCutOff)
    let cut = box.x + box.width / 3
    let rest = field.image.cropped(to: PixelRect(x: cut, y: 0, width: 240 - cut, height: 240))
    let part = PixelRect(x: 0, y: box.y, width: box.width - box.width / 3, height: box.height)
    #expect(CellSegmentation.segment([part], in: rest)[0].measures.isCutOff)
  }

  @Test(arguments: [1, 2, 7, 33])
  func `any box in any picture gives a mask of its own size`(side: Int) {
    for level: UInt8 in [0, 128, 255] {
      let image = RGBImage(width: side, height: side, red: level, green: level, blue: level)
      for box in [
        image.bounds, PixelRect(x: side - 1, y: 0, width: 1, height: 1),
        PixelRect(x: 0, y: side / 2, width: side, height: 1),
      ] {
        let cell = CellSegmentation.segment([box], in: image)[0]
        #expect(cell.mask.count == cell.region.area)
        #expect(cell.measures.nucleusArea == 0)
        #expect(cell.measures.lobeCount == 0)
        #expect(cell.measures.nucleusToCytoplasm == nil)
      }
    }
  }

  @Test func `no box, no cell`() {
    let image = RGBImage(width: 9, height: 9, red: 200, green: 200, blue: 200)
    #expect(CellSegmentation.segment([], in: image).isEmpty)
  }
}

extension RGBImage {
  /// The picture's mirror image, and the picture to the right of it.
  fileprivate func besideItsMirror() -> RGBImage {
    var both = RGBImage(width: 2 * width, height: height, red: 0, green: 0, blue: 0)
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<3 {
          let sample = rgb[(y * width + x) * 3 + channel]
          both.rgb[(y * 2 * width + width + x) * 3 + channel] = sample
          both.rgb[(y * 2 * width + width - 1 - x) * 3 + channel] = sample
        }
      }
    }
    return both
  }

  /// The picture with the outermost pixels of a cell darker than its nucleus, as a lens that
  /// draws an edge twice makes them.
  fileprivate func withRim(of cell: SegmentedCell, width rim: Int) -> RGBImage {
    let whole = cell.pixels(in: self)
    let nucleus = whole.filter { place in
      let (x, y) = (place % width - cell.region.x, place / width - cell.region.y)
      return cell.mask[y * cell.region.width + x] == SegmentedCell.Part.nucleus.rawValue
    }
    var rimmed = self
    for channel in 0..<3 {
      let colour = nucleus.reduce(0) { $0 + Int(rgb[$1 * 3 + channel]) } / nucleus.count
      for place in whole {
        let isInner = [-rim, rim, -rim * width, rim * width].allSatisfy {
          whole.contains(place + $0)
        }
        if !isInner { rimmed.rgb[place * 3 + channel] = UInt8(colour * 2 / 3) }
      }
    }
    return rimmed
  }
}

extension SegmentedCell {
  /// Places of its pixels in the picture.
  fileprivate func pixels(in image: RGBImage) -> Set<Int> {
    Set(
      mask.indices.filter { mask[$0] != 0 }.map {
        (region.y + $0 / region.width) * image.width + region.x + $0 % region.width
      })
  }
}

import Foundation
import Imaging
import Morphology
import Review
import Synthesis
import Testing

/// Red cells of drawn fields, whose truth is known exactly.
struct RedCellTests {
  /// The red cells and platelets of a field, its white cells left out as drawn.
  static func cells(of field: SmearField) -> FieldCells {
    FieldCells(
      field.image,
      whiteCells: field.truth.whiteCells.map { cell in
        WhiteCellArea(
          box: PixelRect(cell.box))
      })
  }

  @Test func countsOfDrawnFieldsAreNearTheTruth() {
    var off: [Double] = []
    for (number, preset) in SmearStyle.presets.enumerated()
    where preset.name != SmearStyle.rapidYellow.name {
      for seed in 1...3 as ClosedRange<UInt64> {
        let field = SmearField.render(
          FieldSpecification(
            width: 640, height: 480, pixelsPerMicrometre: 11, whiteCells: [.neutrophil],
            redCellCoverage: 0.4, redCellOverlap: 0.2, style: preset),
          seed: seed + 100 * UInt64(number))
        let truth = Double(field.truth.redCells.count)
        let found = Self.cells(of: field)
        off.append(abs(Double(found.redCells.count) - truth) / truth)
      }
    }
    #expect(off.reduce(0, +) / Double(off.count) < 0.12)
  }

  /// A short run of `hematovision-bench drawn-red-cells`, which draws 1,000 such fields.
  @Test func `counts and areas keep to their limits on a hundred random fields`() {
    var (redCells, platelets, areas): ([Double], [Int], [Double]) = ([], [], [])
    for sample in SampleSet.samples(count: 100, seed: 31) {
      let field = SmearField.render(sample.specification, seed: sample.seed)
      let outlined = CellSegmentation.segment(
        CellFinder.find(in: field.image).map(\.box), in: field.image)
      let found = FieldCells(field.image, whiteCells: outlined.map { WhiteCellArea($0) })
      let drawn = field.truth.redCells
      redCells.append(
        abs(Double(found.redCells.count - drawn.count)) / Double(max(drawn.count, 1)))
      platelets.append(abs(found.platelets.count - field.truth.platelets.count))
      for cell in drawn where !cell.cutOff && cell.overlap == 0 {
        guard
          let own = found.redCells.first(where: { $0.box.intersectionOverUnion(cell.box) >= 0.5 }),
          !own.isTouching
        else { continue }
        areas.append(abs(Double(own.area) / Double(cell.area) - 1))
      }
    }
    #expect(redCells.reduce(0, +) / 100 < 0.14)
    #expect(platelets.count { $0 <= 1 } >= 85)
    areas.sort()
    #expect(areas.count > 200)
    #expect(areas[areas.count / 2] < 0.05)
    #expect(areas[areas.count * 95 / 100] < 0.18)
  }

  @Test func `a blurred field is out of focus, a faded one poorly stained`() {
    let field = SmearField.render(
      FieldSpecification(
        width: 640, height: 480, pixelsPerMicrometre: 11, whiteCells: [], redCellCoverage: 0.4,
        redCellOverlap: 0.1, style: SmearStyle.presets[0]),
      seed: 4)
    func quality(_ image: RGBImage) -> FieldQuality { FieldCells(image, whiteCells: []).quality }
    let sharp = quality(field.image)
    #expect(sharp.suitability == .suitable)
    // Down to a sixteenth and up again: nothing finer is left.
    let small = Resample.resizeBilinear(
      field.image, region: field.image.bounds, toWidth: 40, height: 30)
    let blurred = quality(
      Resample.resizeBilinear(small, region: small.bounds, toWidth: 640, height: 480))
    #expect(blurred.suitability == .outOfFocus && blurred.focus < sharp.focus / 1.5)
    var pale = field.image
    for index in pale.rgb.indices { pale.rgb[index] = 222 + pale.rgb[index] / 16 }
    let faded = quality(pale)
    #expect([.poorlyStained, .empty].contains(faded.suitability))
    #expect(faded.stain < 0.15)
  }

  @Test func aFieldWithoutCellsIsEmpty() {
    let found = FieldCells(
      RGBImage(width: 320, height: 240, red: 236, green: 226, blue: 214), whiteCells: [])
    #expect(found.redCells.isEmpty)
    #expect(found.platelets.isEmpty)
    #expect(found.quality.suitability == .empty)
    #expect(found.quality.coverage == 0)
  }

  @Test(arguments: [(1, 1), (3, 2), (7, 40), (40, 5)])
  func tinyPicturesAreMeasuredToo(width: Int, height: Int) {
    let found = FieldCells(
      RGBImage(width: width, height: height, red: 120, green: 60, blue: 90), whiteCells: [])
    #expect(found.quality.suitability != .suitable)
  }
}

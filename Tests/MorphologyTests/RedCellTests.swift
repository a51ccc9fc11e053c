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
          box: PixelRect(
            x: cell.box.x, y: cell.box.y, width: cell.box.width, height: cell.box.height))
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

import Imaging
import Review
import Synthesis
import TestSupport
import Testing

@Suite struct SmearFieldTests {
  private let example = FieldSpecification(
    width: 200, height: 160, pixelsPerMicrometre: 7, whiteCells: [.monocyte], specks: 2)

  @Test func `the same seed gives the same pixels and truth`() {
    let first = SmearField.render(example, seed: 7)
    let second = SmearField.render(example, seed: 7)
    #expect(first.image == second.image)
    #expect(first.truth == second.truth)
    #expect(first.whiteCellMask == second.whiteCellMask)
  }

  @Test func `another seed gives another picture`() {
    #expect(SmearField.render(example, seed: 7).image != SmearField.render(example, seed: 8).image)
  }

  @Test func `an empty field is plain light`() {
    var field = example
    field.whiteCells = []
    field.redCellCoverage = 0
    field.platelets = 0
    field.specks = 0
    #expect(SmearField.density(field, seed: 1).allSatisfy { $0 == .zero })
    let truth = SmearField.render(field, seed: 1).truth
    #expect(truth.whiteCells.isEmpty && truth.redCells.isEmpty && truth.platelets.isEmpty)
  }

  @Test(arguments: [(1, 1), (1, 40), (3, 2), (12, 300)])
  func `odd sizes are drawn whole`(width: Int, height: Int) {
    var field = example
    field.width = width
    field.height = height
    let image = SmearField.render(field, seed: 3).image
    #expect(image.width == width && image.height == height)
  }

  @Test(arguments: WhiteCellKind.allCases)
  func `a field of one kind holds that kind with its lobes`(kind: WhiteCellKind) {
    let allowed: ClosedRange<Int> =
      switch kind {
      case .neutrophil: 2...5
      case .eosinophil, .basophil: 2...3
      case .lymphocyte, .monocyte: 1...1
      }
    var field = example
    field.whiteCells = [kind]
    for seed in UInt64(0)..<20 {
      let cells = SmearField.render(field, seed: seed).truth.whiteCells
      #expect(cells.count == 1)
      #expect(cells.allSatisfy { $0.kind == kind && allowed.contains($0.lobes) })
    }
  }

  @Test func `classes have their usual order of size`() {
    // Means over many cells: lymphocytes smallest, monocytes largest; nuclei fill lymphocytes most.
    var area: [WhiteCellKind: Double] = [:]
    var nucleus: [WhiteCellKind: Double] = [:]
    for kind in WhiteCellKind.core {
      var field = example
      field.whiteCells = [kind]
      field.redCellCoverage = 0
      for seed in UInt64(0)..<30 {
        let cell = SmearField.render(field, seed: seed).truth.whiteCells[0]
        area[kind, default: 0] += Double(cell.cellArea) / 30
        nucleus[kind, default: 0] += Double(cell.nucleusArea) / Double(cell.cellArea) / 30
      }
    }
    #expect(area[.lymphocyte]! < area[.neutrophil]!)
    #expect(area[.neutrophil]! < area[.monocyte]!)
    #expect(nucleus.max { $0.value < $1.value }?.key == .lymphocyte)
    #expect(nucleus.values.allSatisfy { (0.25...0.9).contains($0) })
  }
}

import Synthesis
import TestSupport

/// A random small field for property tests; every part of the specification varies.
func randomField(_ random: inout SeededGenerator) -> FieldSpecification {
  let count = Int.random(in: 0...2, using: &random)
  var field = FieldSpecification(
    width: Int.random(in: 150...280, using: &random),
    height: Int.random(in: 150...280, using: &random),
    pixelsPerMicrometre: Float.random(in: 4.5...8, using: &random),
    whiteCells: (0..<count).map { _ in
      WhiteCellKind.allCases[Int.random(in: 0..<WhiteCellKind.allCases.count, using: &random)]
    })
  field.redCellCoverage = Float.random(in: 0...0.6, using: &random)
  field.redCellOverlap = Float.random(in: 0...0.8, using: &random)
  field.platelets = Int.random(in: 0...5, using: &random)
  field.specks = Int.random(in: 0...6, using: &random)
  field.focusBlurInPixels = Bool.random(using: &random) ? 0 : 1.2
  field.style = SmearStyle.presets[Int.random(in: 0..<SmearStyle.presets.count, using: &random)]
  return field
}

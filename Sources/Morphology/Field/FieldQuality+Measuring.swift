import Foundation
import Review

extension FieldQuality {
  /// The quality of a field whose red cells are found.
  init(_ map: FieldMap, finder: RedCellFinder, cells: [RedCell]) {
    let covered = zip(finder.foreground.mask, map.whiteCells).count { $0 != 0 || $1 != 0 }
    let coverage = Double(covered) / Double(map.width * map.height)
    let steepest = finder.edges.edges.map(\.strength).sorted()
    let rise = steepest.isEmpty ? 0 : steepest[steepest.count * 9 / 10]
    let focus = Double(min(rise / Self.steepRise, 1))
    let stain = Double(min(map.level / Self.fullStain, 1))
    let suitability: Suitability
    if cells.isEmpty {
      suitability = .empty
    } else if stain < Self.leastStain {
      suitability = .poorlyStained
    } else if focus < Self.leastFocus {
      suitability = .outOfFocus
    } else if coverage > Self.mostCoverage {
      suitability = .tooThick
    } else if coverage < Self.leastCoverage {
      suitability = .tooThin
    } else if Self.haveNoCommonSize(cells) {
      suitability = .unclear
    } else {
      suitability = .suitable
    }
    self.init(suitability: suitability, focus: focus, stain: stain, coverage: coverage)
  }

  // The limits come of 40 fields of bccd and pbc_boxes, blurred and faded step by step, none a test row: the
  // count of red cells in a changed field against that in the same field as it was.

  /// A rise of density a place, over the red cells' density, from which on edges are sharp: such an edge is
  /// four places wide. Nine tenths of the field's edges are less steep than the one that is taken.
  private static let steepRise: Float = 0.25
  /// Density of red cells from which on stain is full.
  private static let fullStain: Float = 0.3
  /// Sharp fields of bccd have .62 and more, of pbc_boxes .90. Blurred by a Gaussian of 8 pixels they have .52
  /// and .61: counts are then off by a quarter and a fifth, diameters by 10 and 14 %.
  private static let leastFocus = 0.6
  /// Fields as they are have .38 (chula) and more. Faded bccd has .19 with counts 7 % off, .11 with 17 %: here
  /// they would be off by 12 %.
  private static let leastStain = 0.15
  /// Of pbc_boxes, where counts are right, fields are covered up to .78.
  private static let mostCoverage = 0.85
  /// No set has such fields (the least covered has .31): a few cells in a field of 640 x 480 pixels.
  private static let leastCoverage = 0.05

  /// Standard deviation of the areas over their mean from which on cells were hardly found one by one. Of
  /// pbc_boxes no field reaches it (most .30), of bccd one in 280, of chula, where hardly any cell
  /// stands alone and none is clear, every second.
  private static let leastCommonSpread = 0.5

  private static func haveNoCommonSize(_ cells: [RedCell]) -> Bool {
    let areas = cells.filter { !$0.isCutOff }.map { Double($0.area) }
    guard areas.count > 2 else { return false }
    let mean = areas.reduce(0, +) / Double(areas.count)
    let squares = areas.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(areas.count - 1)).squareRoot() > leastCommonSpread * mean
  }
}

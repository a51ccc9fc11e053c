import Foundation
import Review

extension FieldQuality {
  /// The quality of a field whose red cells are found.
  init(_ map: FieldMap, finder: RedCellFinder, cells: [RedCell]) {
    let covered = zip(finder.foreground.mask, map.whiteCells).count { $0 != 0 || $1 != 0 }
    let coverage = Double(covered) / Double(map.width * map.height)
    // An ideal edge rises within two places.
    let steepest = finder.edges.edges.map(\.strength).sorted()
    let rise = steepest.isEmpty ? 0 : steepest[steepest.count * 9 / 10]
    let focus = Double(min(rise / 0.25, 1))
    let stain = Double(min(map.level / 0.3, 1))
    let suitability: Suitability
    if cells.isEmpty {
      suitability = .empty
    } else if stain < 0.25 {
      suitability = .poorlyStained
    } else if focus < 0.25 {
      suitability = .outOfFocus
    } else if coverage > 0.85 {
      suitability = .tooThick
    } else if coverage < 0.05 {
      suitability = .tooThin
    } else if Self.haveNoCommonSize(cells) {
      suitability = .unclear
    } else {
      suitability = .suitable
    }
    self.init(suitability: suitability, focus: focus, stain: stain, coverage: coverage)
  }

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

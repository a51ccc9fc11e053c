import Imaging

/// What each place looks like in the light of what its neighbours were taken for: a second look, which
/// knows shape where the first knows colour.
/// Source: Tu, Bai, "Auto-context and its application to high-level vision tasks", 2010.
enum ContextFeatures {
  static let count = 18

  /// Neighbourhoods, as parts of the box's longer side.
  private static let nearPart: Float = 0.04
  private static let farPart: Float = 0.1
  private static let farthestPart: Float = 0.25
  /// Those of the first look that are looked at again, by their places in `CellFeatures`.
  private static let kept = [3, 4, 5, 6, 7, 8, 9, 11, 12, 13]
  private static let farthest: Float = 3

  /// `count` planes, one after the other.
  static func values(
    _ features: CellFeatures, _ margins: PartMargins, grid: CellGrid
  ) -> [Float] {
    let plane = grid.count
    func reach(_ part: Float) -> Int { max(1, Int((part * 2 * grid.reach).rounded())) }
    let (near, far, farthest) = (reach(nearPart), reach(farPart), reach(farthestPart))
    let nucleus = Plane(width: grid.width, height: grid.height, values: margins.nucleus)
    let cell = Plane(width: grid.width, height: grid.height, values: margins.cell)
    var values: [Float] = []
    values.reserveCapacity(count * plane)
    values += nucleus.values
    values += nucleus.mean(reach: near).values
    values += nucleus.mean(reach: far).values
    values += cell.values
    values += cell.mean(reach: near).values
    values += cell.mean(reach: far).values
    values += cell.mean(reach: farthest).values
    let outside = grid.distances { margins.cell[$0] <= 0 }
    let scale = 2 / grid.reach
    values += outside.map { min($0 * scale, Self.farthest) }
    for feature in kept { values += features.values[(feature * plane)..<((feature + 1) * plane)] }
    return values
  }
}

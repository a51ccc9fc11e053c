import Foundation

/// The probability that a candidate is a red cell of its own, given the cells taken before it.
enum RedCellScore {
  /// From this probability on, a candidate is a cell.
  static let threshold: Float = 0.5

  /// What the score is taken from; the order is that of the recipe.
  static func features(
    _ cell: CandidateCell, in finder: RedCellFinder, explained: Explained
  ) -> [Float] {
    let radius = finder.radius
    let region = cell.region >= 0 ? finder.foreground.regions[Int(cell.region)] : nil
    let discArea = Float.pi * radius * radius
    let regionSize = Float(region?.area ?? 0) / discArea
    let outline = cell.outline
    return [
      cell.support,
      cell.seen,
      cell.filled,
      log(max((outline?.mean ?? (Float(cell.places.count) / .pi).squareRoot()) / radius, 0.05)),
      (outline?.stretch ?? 0) / radius,
      cell.density,
      cell.stain,
      explained.newPlaces(cell),
      explained.newEdges(cell),
      cell.votes,
      outline?.steepness ?? 0,
      cell.size,
      cell.isCut ? 1 : 0,
      min(regionSize, 6),
      Float(cell.region >= 0 ? explained.cells[cell.region] ?? 0 : 0),
      (cell.right - cell.left) / radius,
      (cell.bottom - cell.top) / radius,
      cell.solidity,
      cell.touchesWhiteCell ? 1 : 0,
      cell.rival,
    ]
  }

  /// 0...1.
  static func probability(
    _ cell: CandidateCell, _ features: [Float], _ network: SmallNetwork
  ) -> Float {
    var inputs = features
    inputs.append(cell.origin == .region ? 1 : 0)
    inputs.append(cell.origin == .rest ? 1 : 0)
    return network.probability(inputs)
  }
}

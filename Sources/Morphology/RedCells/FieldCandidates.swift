package import Imaging

/// Everything that was judged in a picture, for the recipe that fits the scores.
package struct FieldCandidates: Sendable, Encodable {
  package struct Candidate: Sendable, Encodable {
    package let origin: Int
    /// Left, top, right, lower edge in pixels.
    package let box: [Float]
    package let features: [Float]
    package let probability: Float
    package let isTaken: Bool
    /// Polygon in pixels: x, y, x, y...; empty without an outline.
    package let polygon: [Float]
  }

  /// The field's red-cell radius in pixels, and the guess it began with.
  package let radius: Float
  package let guess: Float
  package let level: Float
  package let threshold: Float
  package let candidates: [Candidate]
  package let platelets: [Candidate]

  /// Other weights than those built in.
  package struct Weights: Sendable, Decodable {
    package let redCells: SmallNetwork
    package let platelets: SmallNetwork
  }

  package init(_ image: RGBImage, whiteCells: [WhiteCellArea], weights: Weights?) {
    let map = FieldMap(image, whiteCells: whiteCells)
    let finder = RedCellFinder(map, network: weights?.redCells ?? RedCellWeights.network)
    let scale = Float(map.reduction)
    radius = finder.radius * scale
    guess = map.guessedRadius * scale
    level = map.level
    threshold = map.threshold
    candidates = finder.judged().map { Candidate($0, scale: scale) }
    platelets = PlateletFinder(
      map, foreground: finder.foreground, radius: finder.radius,
      network: weights?.platelets ?? PlateletWeights.network
    ).candidates().map { Candidate($0, scale: scale) }
  }
}

extension FieldCandidates.Candidate {
  fileprivate init(_ judged: RedCellFinder.Judged, scale: Float) {
    let cell = judged.candidate
    origin = cell.origin.rawValue
    box = [cell.left, cell.top, cell.right, cell.bottom].map { ($0 + 0.5) * scale }
    features = judged.features
    probability = judged.probability
    isTaken = judged.isTaken
    var polygon: [Float] = []
    if let outline = cell.outline {
      for (unit, reach) in zip(Outline.units, outline.radii) {
        polygon.append((outline.x + unit.x * reach + 0.5) * scale)
        polygon.append((outline.y + unit.y * reach + 0.5) * scale)
      }
    }
    self.polygon = polygon
  }

  fileprivate init(_ platelet: PlateletFinder.Candidate, scale: Float) {
    origin = 0
    box = [platelet.left, platelet.top, platelet.right + 1, platelet.bottom + 1]
      .map { Float($0) * scale }
    features = platelet.features
    probability = platelet.probability
    isTaken = platelet.probability >= PlateletFinder.threshold
    polygon = []
  }
}

/// A white cell found in a picture, with what speaks for it.
public struct FoundCell: Hashable, Sendable {
  /// The whole cell, as far as it lies inside the picture.
  public let box: PixelRect
  /// Its nucleus, all lobes together.
  public let nucleus: PixelRect
  /// Pixels of nucleus.
  public let nucleusArea: Int
  /// Separate parts of the nucleus that were taken together.
  public let lobeCount: Int
  /// Mean strength of the nuclear stain (difference of optical densities, natural logarithm).
  public let stain: Double
  /// The strength from which a place was counted as nucleus in this picture.
  public let threshold: Double
  /// The probability that this is a white cell, 0...1 (`NucleusScore`).
  public let score: Double

  /// How clearly the nucleus stands out: stain over threshold, 1 and more.
  public var contrast: Double { stain / threshold }
}

/// Finds white cells by the stain of their nuclei, without knowledge of the magnification.
///
/// The picture is reduced, the light divided out (`StainMap`, `FlatField`), the stain thresholded for
/// this picture (`Otsu`), thin and small parts dropped, the lobes of one nucleus joined, platelets and
/// debris told by a score of eleven features (`NucleusFeatures`, `NucleusScore`), and each box widened
/// from nucleus to cell. Constants and score come from the training rows of the laboratory data.
public enum CellFinder {
  /// Below this strength nothing is nucleus, whatever the picture's own thresholds say.
  private static let lowestThreshold: Float = 0.25
  /// Above this strength everything is nucleus: very dark stains must not hide pale lobes.
  private static let highestThreshold: Float = 0.50
  /// The nucleus begins a little above the threshold between cytoplasm and nucleus.
  private static let thresholdFactor: Float = 1.05
  /// A part whose mean, holes filled, hardly passes the threshold is a ring or a smear.
  private static let leastContrast: Float = 1.05

  /// The white cells in reading order. The same picture always gives the same cells.
  public static func find(in image: RGBImage) -> [FoundCell] {
    let cells = candidates(in: image).map(\.cell)
    return ReadingOrder.sorted(cells.filter { $0.score >= NucleusScore.threshold }, box: \.box)
  }

  /// A nucleus that was scored, white cell or not.
  package struct Candidate: Sendable {
    package let cell: FoundCell
    package let features: NucleusFeatures
  }

  /// All that was scored, in no particular order: what the score is fitted on.
  package static func candidates(in image: RGBImage) -> [Candidate] {
    let map = StainMap(image)
    let threshold = threshold(on: map)
    let nuclei = Nucleus.joined(parts(on: map, threshold: threshold))
    guard !nuclei.isEmpty else { return [] }
    let field = FieldMeasures(map, threshold: threshold)
    let largestArea = nuclei.filter(field.isPlausible).map(\.area).max() ?? 0
    return nuclei.filter(field.admits).map { nucleus in
      let features = NucleusFeatures(nucleus, in: field, largestArea: largestArea, map: map)
      let cell = nucleus.cell(
        reduction: map.reduction, threshold: threshold,
        score: NucleusScore.probability(features), within: image.bounds)
      return Candidate(cell: cell, features: features)
    }
  }

  private static func parts(on map: StainMap, threshold: Float) -> [NucleusPart] {
    let stained = BinaryMask(
      width: map.width, height: map.height, values: map.values, above: threshold)
    let mask = stained.opened().holesFilled()
    return mask.components()
      .compactMap { NucleusPart($0, of: mask, map: map) }
      .filter { $0.stain >= leastContrast * threshold }
  }

  private static func threshold(on map: StainMap) -> Float {
    let upper = Otsu.upperOfThree(map.values, range: 0...2)
    return max(lowestThreshold, min(thresholdFactor * upper, highestThreshold))
  }
}

import Foundation

/// What is measured of a candidate nucleus to tell white cells from platelets, dirt and dark red
/// cells. No feature depends on the size of the pixels or on the light: each is a ratio, or the natural
/// logarithm of one.
///
/// All are kept within -6...6, so that no odd picture outweighs everything by one number.
package struct NucleusFeatures: Hashable, Sendable, Encodable {
  /// ln(diameter / grain size): a platelet is 1 to 3 grains across, a nucleus 3 to 10.
  package let diameterInGrains: Double
  /// ln(diameter / shorter side of the picture): where there are no red cells to give a grain.
  package let diameterInPicture: Double
  /// (green - blue) / green density, near 1 in nuclei, under a half in red cells.
  package let blueness: Double
  /// ln(stain / density of the field): nuclei are darker than red cells.
  package let stainOverField: Double
  /// ln(stain / threshold): what hardly passes is a smear or cytoplasm.
  package let contrast: Double
  /// ln(area / that of the picture's largest plausible nucleus): white cells of one picture are alike,
  /// platelets far smaller. Where no nucleus is plausible it is the area itself that stands here, a
  /// large number, which the score counts against the candidate.
  package let areaShare: Double
  /// 1 when the picture's edge may cut the nucleus, which excuses a small one; 0 else.
  package let isCut: Double
  /// ln(number of parts).
  package let lobes: Double
  /// Area / area of the bounding box: dirt and folds are ragged.
  package let fill: Double
  /// Stain around / stain inside: cytoplasm takes up some, and a blurred spot fades slowly.
  package let ringStain: Double
  /// Green density around / density of the field, at most `densestRing`: a platelet lies on glass or on
  /// a red cell, a nucleus in cytoplasm.
  package let ringDensity: Double

  private static let bounds = -6.0...6.0
  /// Red cells around are dense enough; a field of little density must not make a platelet a nucleus.
  private static let densestRing = 1.5

  /// `largestArea`: of the picture's plausible nuclei, in grid places; 0 where there is none.
  init(_ nucleus: Nucleus, in field: FieldMeasures, largestArea: Int, map: StainMap) {
    func kept(_ value: Double) -> Double {
      min(max(value, Self.bounds.lowerBound), Self.bounds.upperBound)
    }
    let area = Double(nucleus.area)
    let around = nucleus.parts.map { $0.surroundings(on: map) }
    func meanAround(_ value: ((stain: Float, greenDensity: Float)) -> Float) -> Double {
      zip(around, nucleus.parts).reduce(0) { $0 + Double(value($1.0)) * Double($1.1.area) } / area
    }
    // Less than half a place is no grain: an even picture, or a map a place wide.
    diameterInGrains = kept(log(nucleus.diameter / max(field.grain, 0.5)))
    diameterInPicture = kept(log(nucleus.diameter / field.shorterSide))
    blueness = kept(nucleus.blueness)
    stainOverField = kept(log(nucleus.stain / field.density))
    contrast = kept(log(nucleus.stain / field.threshold))
    areaShare = kept(log(area / Double(max(largestArea, 1))))
    isCut = nucleus.isCut(on: map) ? 1 : 0
    lobes = kept(log(Double(nucleus.parts.count)))
    fill = area / Double(nucleus.bounds.area)
    ringStain = kept(meanAround(\.stain) / nucleus.stain)
    ringDensity = min(kept(meanAround(\.greenDensity) / field.density), Self.densestRing)
  }
}

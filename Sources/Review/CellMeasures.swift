/// What is measured of one white cell, from the mask of its nucleus and cytoplasm.
///
/// Areas in pixels of the picture as stored, so that a scale learnt later still applies.
public struct CellMeasures: Hashable, Sendable, Codable {
  /// Pixels of nucleus, all lobes together; 0 where no stained nucleus could be told.
  public var nucleusArea: Int
  /// Pixels of the cell outside the nucleus.
  public var cytoplasmArea: Int
  /// Segments of the nucleus: parts that hang together by a waist much thinner than they are, or not at
  /// all (peaks of the distance from the outline). 0 without a nucleus.
  public var lobeCount: Int
  /// 4 pi area / perimeter squared of the nucleus: 1 for a disc, less for anything else. The perimeter
  /// counts holes too, and is measured along lines in four directions (Crofton's formula).
  public var nucleusRoundness: Double
  /// The same of the whole cell.
  public var cellRoundness: Double
  /// Unevenness of the cytoplasm: root mean square of what green light each place takes away (0...1)
  /// less the mean of 3 x 3 places around it, on a grid of some hundred places across the cell; 0
  /// without cytoplasm. Rims of nucleus and cell are left out. Comparable within one laboratory.
  public var granularity: Double
  /// Mean colour of the nucleus, 0...255.
  public var nucleusColour: MeanColour
  /// Mean colour of the cytoplasm, 0...255; nil when there is none to be seen.
  public var cytoplasmColour: MeanColour?
  /// Whether the picture's edge cuts the cell off, along 8 % of its diameter and more: its areas are then
  /// too small.
  public var isCutOff: Bool
  /// Whether another cell, white or red, lies against a tenth of its outline: the border there is a guess.
  public var isTouching: Bool

  /// Nucleus over cytoplasm by area, the ratio of the textbooks; nil without cytoplasm.
  public var nucleusToCytoplasm: Double? {
    cytoplasmArea > 0 ? Double(nucleusArea) / Double(cytoplasmArea) : nil
  }

  /// Measures as they were taken.
  public init(
    nucleusArea: Int, cytoplasmArea: Int, lobeCount: Int, nucleusRoundness: Double,
    cellRoundness: Double, granularity: Double, nucleusColour: MeanColour,
    cytoplasmColour: MeanColour?, isCutOff: Bool, isTouching: Bool
  ) {
    self.nucleusArea = nucleusArea
    self.cytoplasmArea = cytoplasmArea
    self.lobeCount = lobeCount
    self.nucleusRoundness = nucleusRoundness
    self.cellRoundness = cellRoundness
    self.granularity = granularity
    self.nucleusColour = nucleusColour
    self.cytoplasmColour = cytoplasmColour
    self.isCutOff = isCutOff
    self.isTouching = isTouching
  }
}

/// The mean of a region's pixels, each channel 0...255.
public struct MeanColour: Hashable, Sendable, Codable {
  public var red: Double
  public var green: Double
  public var blue: Double

  /// A colour by its channels.
  public init(red: Double, green: Double, blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}

/// A red cell found in a picture, with what is measured of it.
public struct RedCell: Hashable, Sendable {
  /// Smallest box around its pixels.
  public let box: Box
  /// Its pixels, in those of the picture.
  public let area: Int
  /// 4 pi area / perimeter squared: 1 for a disc.
  public let roundness: Double
  /// Long over short axis of the ellipse of the same second moments, 1 and more.
  public let elongation: Double
  /// How much paler the middle is than the rim, 0 (none) to 1 (as the background).
  public let pallor: Double
  /// Whether the picture's edge cuts it off: counted, not measured.
  public let isCutOff: Bool
  /// Whether it touches or overlaps another cell: its outline there is a guess.
  public let isTouching: Bool

  /// Measures as they were taken.
  public init(
    box: Box, area: Int, roundness: Double, elongation: Double, pallor: Double, isCutOff: Bool,
    isTouching: Bool
  ) {
    self.box = box
    self.area = area
    self.roundness = roundness
    self.elongation = elongation
    self.pallor = pallor
    self.isCutOff = isCutOff
    self.isTouching = isTouching
  }

  /// Diameter of the disc of the same area, in pixels.
  public var diameter: Double { 2 * (Double(area) / .pi).squareRoot() }
}

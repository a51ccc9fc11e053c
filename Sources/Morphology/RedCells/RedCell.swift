public import Imaging

/// A red cell found in a picture, with what is measured of it.
public struct RedCell: Hashable, Sendable {
  /// Smallest box around its pixels.
  public var box: PixelRect
  /// Its pixels.
  public var area: Int
  /// 4 pi area / perimeter squared: 1 for a disc.
  public var roundness: Double
  /// Long over short axis of the ellipse of the same second moments, 1 and more.
  public var elongation: Double
  /// How much paler the middle is than the rim, 0 (none) to 1 (as the background).
  public var pallor: Double
  /// Whether the picture's edge cuts it off: counted, not measured.
  public var isCutOff: Bool
  /// Whether it touches or overlaps another cell: its outline there is a guess.
  public var isTouching: Bool
}

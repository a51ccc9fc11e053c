public import Imaging

/// A platelet found in a picture.
public struct Platelet: Hashable, Sendable {
  /// Smallest box around its pixels.
  public var box: PixelRect
  /// Its pixels.
  public var area: Int
}

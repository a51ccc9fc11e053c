/// A rectangle of whole pixels; may reach past the picture's edge.
public struct PixelRect: Hashable, Sendable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int

  /// A rectangle whose upper left pixel is (`x`, `y`).
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Number of pixels inside.
  public var area: Int { max(0, width) * max(0, height) }

  /// The pixels that both hold; empty (width or height 0) when they do not meet.
  public func intersection(_ other: PixelRect) -> PixelRect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return PixelRect(
      x: left, y: top,
      width: max(0, min(x + width, other.x + other.width) - left),
      height: max(0, min(y + height, other.y + other.height) - top))
  }

  /// The smallest rectangle that holds both.
  public func union(_ other: PixelRect) -> PixelRect {
    let left = min(x, other.x)
    let top = min(y, other.y)
    return PixelRect(
      x: left, y: top, width: max(x + width, other.x + other.width) - left,
      height: max(y + height, other.y + other.height) - top)
  }

  /// Intersection over union with another rectangle, 0...1.
  public func intersectionOverUnion(_ other: PixelRect) -> Double {
    let shared = intersection(other).area
    return shared == 0 ? 0 : Double(shared) / Double(area + other.area - shared)
  }
}

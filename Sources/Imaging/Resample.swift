/// Resizing: one way for the network, exact to its definition, and one for the eye.
public enum Resample {}

/// A rectangle in pixels and parts of pixels; pixel (0, 0) covers 0...1 both ways.
public struct SubpixelRect: Hashable, Sendable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  /// A rectangle whose upper left corner is at (`x`, `y`).
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The same place as whole pixels.
  public init(_ rect: PixelRect) {
    self.init(
      x: Double(rect.x), y: Double(rect.y), width: Double(rect.width),
      height: Double(rect.height))
  }
}

public import Imaging
public import Review

// People's boxes and the pixels' rectangles are two types, since neither Review nor Imaging knows the other.

extension Box {
  /// The same place as a box.
  public init(_ rect: PixelRect) {
    self.init(x: rect.x, y: rect.y, width: rect.width, height: rect.height)
  }
}

extension PixelRect {
  /// The same place as a rectangle of pixels.
  public init(_ box: Box) {
    self.init(x: box.x, y: box.y, width: box.width, height: box.height)
  }
}

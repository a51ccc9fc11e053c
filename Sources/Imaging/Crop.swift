/// The square around a cell that the network looks at.
public enum Crop {
  /// A square `scale` times the longer side of `box`, centred on it, at least one pixel wide. It may
  /// reach past the picture. Rounding is part of the weights' format: side to the nearest pixel
  /// (halves up), corner downwards.
  public static func square(around box: PixelRect, scale: Double) -> PixelRect {
    let side = max(1, Int((scale * Double(max(box.width, box.height))).rounded()))
    let x = (Double(box.x) + Double(box.width) / 2 - Double(side) / 2).rounded(.down)
    let y = (Double(box.y) + Double(box.height) / 2 - Double(side) / 2).rounded(.down)
    return PixelRect(x: Int(x), y: Int(y), width: side, height: side)
  }
}

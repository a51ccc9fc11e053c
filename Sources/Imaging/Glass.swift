/// The light that comes through the empty glass of a picture, wherever it is asked for.
package struct Glass: Sendable {
  private let field: FlatField
  /// Pixels of the picture per place of the grid that the light was measured on.
  private let reduction: Double

  /// Measures the light on the grid of `StainMap`.
  package init(_ image: RGBImage) {
    let longest = max(image.width, image.height)
    let reduction = max(1, (longest + StainMap.longestSide - 1) / StainMap.longestSide)
    self.reduction = Double(reduction)
    field = FlatField(
      ReducedLight(
        image, reduction: reduction, width: max(1, image.width / reduction),
        height: max(1, image.height / reduction)))
  }

  /// Natural logarithms of the light at `count` points of a row, `step` pixels apart, the first of
  /// them (`x`, `y`) in pixels; into `light`.
  func fill(
    _ light: UnsafeMutablePointer<Float>, count: Int, x: Double, y: Double, step: Double,
    channel: Int
  ) {
    let row = field.row(at: y / reduction - 0.5, channel: channel)
    let (start, pace) = (Float(x / reduction - 0.5), Float(step / reduction))
    var index = 0
    while index < count {
      let at = start + pace * (SIMD4(repeating: Float(index)) + .steps)
      light.set(row.values(at: at), at: index, of: min(4, count &- index))
      index &+= 4
    }
  }
}

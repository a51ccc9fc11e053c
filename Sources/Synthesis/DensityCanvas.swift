/// Optical density in the red, green and blue band for each pixel of a field.
///
/// Densities of structures that lie over each other add up (Beer-Lambert). Red cells flatten where
/// they lie upon each other, so their haemoglobin is kept apart until all are drawn.
struct DensityCanvas: Sendable {
  let width: Int
  let height: Int
  /// Natural-logarithm density; light that passes is `exp(-density)`.
  private(set) var density: [SIMD3<Float>]
  /// Layers of haemoglobin over each pixel, 1 a normal red cell's ring.
  private(set) var haemoglobin: [Float]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    density = Array(repeating: .zero, count: width * height)
    haemoglobin = Array(repeating: 0, count: width * height)
  }

  /// Adds the density and the haemoglobin that `shade` gives for each pixel within `reach` pixels of `centre`.
  ///
  /// - Parameter shade: gets the pixel's index and its centre relative to `centre`, in micrometres.
  mutating func add(
    centre: SIMD2<Float>, reach: Float, scale: Float,
    shade: (_ index: Int, _ point: SIMD2<Float>) -> (density: SIMD3<Float>, haemoglobin: Float)
  ) {
    let left = max(0, Int((centre.x - reach).rounded(.down)))
    let right = min(width - 1, Int((centre.x + reach).rounded(.up)))
    let top = max(0, Int((centre.y - reach).rounded(.down)))
    let bottom = min(height - 1, Int((centre.y + reach).rounded(.up)))
    guard left <= right, top <= bottom else { return }
    for y in top...bottom {
      for x in left...right {
        let index = y * width + x
        let point = (SIMD2(Float(x), Float(y)) + 0.5 - centre) / scale
        let shaded = shade(index, point)
        density[index] += shaded.density
        haemoglobin[index] += shaded.haemoglobin
      }
    }
  }

  /// Density of a pixel when a unit of haemoglobin has the density `unit`.
  func total(at index: Int, haemoglobin unit: SIMD3<Float>) -> SIMD3<Float> {
    let amount = haemoglobin[index]
    return density[index] + unit * (amount < 0.9 ? amount : 0.9 + (amount - 0.9) * 0.4)
  }

  /// Share of a pixel inside an edge at the signed distance `distance` (pixels, negative inside).
  static func coverage(_ distance: Float) -> Float { min(max(0.5 - distance, 0), 1) }
}

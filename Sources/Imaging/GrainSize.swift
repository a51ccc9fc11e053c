import CPixels

/// The size of what a field mostly holds (red cells), without finding a single one of them: the
/// distance, in grid places, over which the green density loses half its correlation with itself.
///
/// Discs of one size lose half at about 0.4 diameters, rings at less.
package enum GrainSize {
  /// What lies above this density is nucleus and must not outweigh the paler red cells.
  private static let ceiling: Float = 0.35
  /// Tiles of this side, each with its own mean and slope taken out, keep the light's unevenness away.
  private static let tileSide = 48

  package static func measure(_ map: StainMap) -> Double {
    let likeness = LagCovariance(detrended(map), width: map.width, height: map.height)
    return (likeness.halfDistance(.across) + likeness.halfDistance(.down)) / 2
  }

  /// The density with each tile's best plane a + b * x + c * y taken out.
  private static func detrended(_ map: StainMap) -> [Float] {
    let loops = PixelLoops.table
    let (width, height) = (map.width, map.height)
    return [Float](count: width * height) { plane in
      map.greenDensity.withStart {
        loops.clamp($0, Int32(width * height), ceiling, plane)
      }
      for top in stride(from: 0, to: height, by: tileSide) {
        for left in stride(from: 0, to: width, by: tileSide) {
          loops.detrend(
            plane + (top * width + left), width, Int32(min(tileSide, width - left)),
            Int32(min(tileSide, height - top)))
        }
      }
    }
  }
}

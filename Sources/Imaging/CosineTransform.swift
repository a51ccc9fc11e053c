import Foundation

/// The coarse waves of a picture's brightness.
public enum CosineTransform {
  /// Side of the grid that a region is reduced to: finer detail goes with the next refocusing.
  private static let grid = 32

  /// The lowest frequencies of the brightness of `region`, `side` down by `side` across, the mean first:
  /// the orthonormal DCT-II of the region reduced to 32 x 32 means of light.
  ///
  /// Brightness is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). Outside the picture the nearest
  /// edge pixel is repeated.
  public static func lowFrequencies(
    of image: RGBImage, region: PixelRect, side: Int
  ) -> [Float] {
    let small = Resample.areaAverage(
      image, region: SubpixelRect(region), toWidth: grid, height: grid)
    let weights: [Float] = [0.299, 0.587, 0.114]
    let brightness = (0..<(grid * grid)).map { pixel in
      zip(weights, small.rgb[(3 * pixel)...]).reduce(Float(0)) { $0 + $1.0 * Float($1.1) }
    }
    let waves = (0..<side).map(wave)
    // Across first, then down: each coefficient is a sum over the places of a line.
    var across = [Float](repeating: 0, count: grid * side)
    for row in 0..<grid {
      for (column, wave) in waves.enumerated() {
        for place in 0..<grid {
          across[row * side + column] += wave[place] * brightness[row * grid + place]
        }
      }
    }
    var coefficients = [Float](repeating: 0, count: side * side)
    for (row, wave) in waves.enumerated() {
      for column in 0..<side {
        for place in 0..<grid {
          coefficients[row * side + column] += wave[place] * across[place * side + column]
        }
      }
    }
    return coefficients
  }

  /// The cosine of a frequency at each place of a line, scaled so that all have length 1.
  private static func wave(_ frequency: Int) -> [Float] {
    let scale = (Double(frequency == 0 ? 1 : 2) / Double(grid)).squareRoot()
    return (0..<grid).map { place in
      Float(scale * cos(Double.pi * (Double(place) + 0.5) * Double(frequency) / Double(grid)))
    }
  }
}

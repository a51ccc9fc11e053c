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
    let brightness = [Float](count: grid * grid) { brightness in
      small.rgb.withUnsafeBufferPointer { rgb in
        for pixel in 0..<(grid * grid) {
          let (red, green, blue) = (rgb[3 &* pixel], rgb[3 &* pixel &+ 1], rgb[3 &* pixel &+ 2])
          brightness[pixel] = 0.299 * Float(red) + 0.587 * Float(green) + 0.114 * Float(blue)
        }
      }
    }
    // Across first, then down: each coefficient is a sum over the places of a line, in their order. Neighbouring
    // frequencies are made side by side.
    var across = [Float](repeating: 0, count: grid * side)
    var coefficients = [Float](repeating: 0, count: side * side)
    waves.withStart { waves in
      across.withUnsafeMutableBufferPointer { across in
        for row in 0..<grid {
          for place in 0..<grid {
            let value = brightness[row &* grid &+ place]
            for column in 0..<side {
              across[row &* side &+ column] += waves[place &* grid &+ column] * value
            }
          }
        }
      }
      coefficients.withUnsafeMutableBufferPointer { coefficients in
        for place in 0..<grid {
          for row in 0..<side {
            let wave = waves[place &* grid &+ row]
            for column in 0..<side {
              coefficients[row &* side &+ column] += wave * across[place &* side &+ column]
            }
          }
        }
      }
    }
    return coefficients
  }

  /// Every frequency's wave at each place of a line: [place][frequency].
  private static let waves: [Float] = {
    let waves = (0..<grid).map(wave)
    return (0..<(grid * grid)).map { waves[$0 % grid][$0 / grid] }
  }()

  /// The cosine of a frequency at each place of a line, scaled so that all have length 1.
  private static func wave(_ frequency: Int) -> [Float] {
    let scale = (Double(frequency == 0 ? 1 : 2) / Double(grid)).squareRoot()
    return (0..<grid).map { place in
      Float(scale * cos(Double.pi * (Double(place) + 0.5) * Double(frequency) / Double(grid)))
    }
  }
}

import CPixels

/// How much like a stained nucleus each place of a picture looks, on a reduced grid.
///
/// Nuclei take up blue and purple stain: they let blue light through and stop green, and red a
/// little. Red cells stop blue more than green. So, in optical densities against the empty glass
/// around: stain = green - blue + a part of red. Densities cancel the light's brightness and colour.
package struct StainMap {
  /// Pixels of the picture per grid place, both ways.
  package let reduction: Int
  package let width: Int
  package let height: Int
  /// `height * width` values, smoothed over 3 x 3; about 0 on glass, 0.2 on red cells, 0.3 to 2 on nuclei.
  package let values: [Float]
  /// The optical density in green alone, unsmoothed; everything that is stained has some.
  package let greenDensity: [Float]
  /// The same, less the one in blue: high in nuclei, low in red cells, whatever the strength.
  package let greenOverBlue: [Float]

  /// Cells of tens to hundreds of pixels stay tens of places wide on a grid of this side.
  static let longestSide = 320
  static let redWeight: Float = 0.3

  package init(_ image: RGBImage) {
    let longest = max(image.width, image.height)
    reduction = max(1, (longest + Self.longestSide - 1) / Self.longestSide)
    // A picture one pixel high has a grid one place high.
    width = max(1, image.width / reduction)
    height = max(1, image.height / reduction)
    let light = ReducedLight(image, reduction: reduction, width: width, height: height)
    let glass = FlatField(light)
    let plane = width * height
    var (green, overBlue, across) = ([Float](), [Float](), [Float]())
    green = [Float](count: plane) { green in
      overBlue = [Float](count: plane) { overBlue in
        across = [Float](count: plane) { across in
          Self.fill(green, overBlue, across, light, glass)
        }
      }
    }
    greenDensity = green
    greenOverBlue = overBlue
    values = Self.smoothedDown(across, width: width, height: height)
  }

  /// Fills the densities, and the stain smoothed over three places of a row; the edge is mirrored.
  private static func fill(
    _ green: UnsafeMutablePointer<Float>, _ overBlue: UnsafeMutablePointer<Float>,
    _ across: UnsafeMutablePointer<Float>, _ light: ReducedLight, _ glass: FlatField
  ) {
    let width = light.width
    let loops = PixelLoops.table
    // One row of stain with a place more at either end, of the three logarithms, and the glass's nine factors.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width + 2 + 3 * width + 9) { room in
      guard let stain = room.baseAddress else { return }
      let (logRows, factors) = (stain + (width + 2), stain + (width + 2 + 3 * width))
      light.withLevels { levels in
        ReducedLight.logs.withStart { logs in
          for y in 0..<light.height {
            let row = y &* width
            for channel in 0..<3 {
              let light = glass.row(y, channel: channel)
              factors[3 &* channel] = light.constant
              factors[3 &* channel &+ 1] = light.linear
              factors[3 &* channel &+ 2] = light.quadratic
            }
            loops.stain_row(
              levels + row, light.plane, logs, factors, redWeight, Int32(width), logRows,
              green + row, overBlue + row, stain)
            loops.mean_of_three(stain, stain + 1, stain + 2, Int32(width), across + row)
          }
        }
      }
    }
  }

  /// Mean over three places of a column; the edge is mirrored.
  private static func smoothedDown(_ across: [Float], width: Int, height: Int) -> [Float] {
    let loops = PixelLoops.table
    return [Float](count: width * height) { smoothed in
      across.withStart { across in
        for y in 0..<height {
          loops.mean_of_three(
            across + max(y - 1, 0) * width, across + y * width,
            across + min(y + 1, height - 1) * width, Int32(width), smoothed + y &* width)
        }
      }
    }
  }
}

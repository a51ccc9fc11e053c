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
    let logs = ReducedLogs(image, reduction: reduction, width: width, height: height)
    let glass = FlatField(logs)
    let plane = width * height
    var (green, overBlue, across) = ([Float](), [Float](), [Float]())
    green = [Float](count: plane) { green in
      overBlue = [Float](count: plane) { overBlue in
        across = [Float](count: plane) { across in
          Self.fill(green, overBlue, across, logs, glass)
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
    _ across: UnsafeMutablePointer<Float>, _ logs: ReducedLogs, _ glass: FlatField
  ) {
    let (width, plane) = (logs.width, logs.width * logs.height)
    logs.values.withStart { logs in
      // One row of stain with a place more at either end.
      withUnsafeTemporaryAllocation(of: Float.self, capacity: width + 2) { room in
        guard let stain = room.baseAddress else { return }
        for y in 0..<(plane / width) {
          let light = (0..<3).map { glass.row(y, channel: $0) }
          let (redLight, greenLight, blueLight) = (light[0], light[1], light[2])
          let row = y &* width
          var x = 0
          while x < width {
            let (place, left) = (row &+ x, min(4, width &- x))
            let at = SIMD4(repeating: Float(x)) + .steps
            let red = redLight.values(at: at) - logs.four(at: place, of: left)
            let ofGreen = greenLight.values(at: at) - logs.four(at: plane &+ place, of: left)
            let blue = blueLight.values(at: at) - logs.four(at: 2 &* plane &+ place, of: left)
            let difference = ofGreen - blue
            green.set(ofGreen, at: place, of: left)
            overBlue.set(difference, at: place, of: left)
            let reddened = difference + redWeight * red.replacing(with: 0, where: red .< 0)
            stain.set(reddened, at: x &+ 1, of: left)
            x &+= 4
          }
          stain[0] = stain[1]
          stain[width &+ 1] = stain[width]
          x = 0
          while x < width {
            let left = min(4, width &- x)
            let before = stain.four(at: x, of: left)
            let both = before + stain.four(at: x &+ 1, of: left)
            across.set((both + stain.four(at: x &+ 2, of: left)) / 3, at: row &+ x, of: left)
            x &+= 4
          }
        }
      }
    }
  }

  /// Mean over three places of a column; the edge is mirrored.
  private static func smoothedDown(_ across: [Float], width: Int, height: Int) -> [Float] {
    [Float](count: width * height) { smoothed in
      across.withStart { across in
        for y in 0..<height {
          let above = across + max(y - 1, 0) * width
          let here = across + y * width
          let below = across + min(y + 1, height - 1) * width
          var x = 0
          while x < width {
            let left = min(4, width &- x)
            let both = above.four(at: x, of: left) + here.four(at: x, of: left)
            let mean = (both + below.four(at: x, of: left)) / 3
            smoothed.set(mean, at: y &* width &+ x, of: left)
            x &+= 4
          }
        }
      }
    }
  }
}

import Foundation

/// How much like a stained nucleus each place of a picture looks, on a reduced grid.
///
/// Nuclei take up blue and purple stain: they let blue light through and stop green, and red a
/// little. Red cells stop blue more than green. So, in optical densities against the empty glass
/// around: stain = green - blue + a part of red. Densities cancel the light's brightness and colour.
struct StainMap {
  /// Pixels of the picture per grid place, both ways.
  let reduction: Int
  let width: Int
  let height: Int
  /// `height * width` values, smoothed over 3 x 3; about 0 on glass, 0.2 on red cells, 0.3 to 2 on nuclei.
  let values: [Float]

  /// Cells of tens to hundreds of pixels stay tens of places wide on a grid of this side.
  static let longestSide = 320
  static let redWeight: Float = 0.3

  init(_ image: RGBImage) {
    let longest = max(image.width, image.height)
    reduction = max(1, (longest + Self.longestSide - 1) / Self.longestSide)
    // A picture one pixel high has a grid one place high.
    width = max(1, image.width / reduction)
    height = max(1, image.height / reduction)
    let logs = Self.reducedLogs(image, reduction: reduction, width: width, height: height)
    let glass = FlatField(logs: logs, width: width, height: height)
    values = Self.smooth(Self.stain(logs, glass, width: width, height: height), width, height)
  }

  /// ln(1 + mean of the samples) of each grid place: red, green, blue planes one after the other.
  private static func reducedLogs(
    _ image: RGBImage, reduction: Int, width: Int, height: Int
  ) -> [Float] {
    // Quarter levels are fine enough, and a table makes the logarithms cheap and repeatable.
    let table = (0...1020).map { Float(log(Double($0) / 4 + 1)) }
    let rows = min(reduction, image.height)
    let columns = min(reduction, image.width)
    let samplesPerPlace = rows * columns
    var logs = [Float](repeating: 0, count: width * height * 3)
    var sums = [Int32](repeating: 0, count: width * 3)
    image.rgb.withUnsafeBufferPointer { samples in
      for y in 0..<height {
        sums.withUnsafeMutableBufferPointer { sums in
          sums.update(repeating: 0)
          for row in (y * rows)..<(y * rows + rows) {
            var from = row * image.width * 3
            for x in 0..<width {
              for _ in 0..<columns {
                sums[x &* 3] &+= Int32(samples[from])
                sums[x &* 3 &+ 1] &+= Int32(samples[from &+ 1])
                sums[x &* 3 &+ 2] &+= Int32(samples[from &+ 2])
                from &+= 3
              }
            }
          }
        }
        for x in 0..<width {
          for channel in 0..<3 {
            let quarters = Int(sums[x * 3 + channel]) * 4 / samplesPerPlace
            logs[(channel * height + y) * width + x] = table[quarters]
          }
        }
      }
    }
    return logs
  }

  private static func stain(
    _ logs: [Float], _ glass: FlatField, width: Int, height: Int
  ) -> [Float] {
    let plane = width * height
    var stain = [Float](repeating: 0, count: plane)
    for y in 0..<height {
      let red = glass.row(y, channel: 0)
      let green = glass.row(y, channel: 1)
      let blue = glass.row(y, channel: 2)
      for x in 0..<width {
        let place = Float(x)
        let index = y * width + x
        let redDensity = red.value(at: place) - logs[index]
        let greenDensity = green.value(at: place) - logs[plane + index]
        let blueDensity = blue.value(at: place) - logs[2 * plane + index]
        stain[index] = greenDensity - blueDensity + redWeight * max(0, redDensity)
      }
    }
    return stain
  }

  /// Mean over 3 x 3; the edge is mirrored.
  private static func smooth(_ values: [Float], _ width: Int, _ height: Int) -> [Float] {
    var across = values
    for y in 0..<height {
      let row = y * width
      for x in 0..<width {
        let before = values[row + max(x - 1, 0)]
        let after = values[row + min(x + 1, width - 1)]
        across[row + x] = (before + values[row + x] + after) / 3
      }
    }
    var both = across
    for y in 0..<height {
      let above = max(y - 1, 0) * width
      let below = min(y + 1, height - 1) * width
      for x in 0..<width {
        both[y * width + x] = (across[above + x] + across[y * width + x] + across[below + x]) / 3
      }
    }
    return both
  }
}

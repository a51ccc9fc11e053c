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
  /// The optical density in green alone, unsmoothed; everything that is stained has some.
  let greenDensity: [Float]
  /// The same, less the one in blue: high in nuclei, low in red cells, whatever the strength.
  let greenOverBlue: [Float]

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
    let densities = Self.densities(logs, glass, width: width, height: height)
    greenDensity = densities.green
    greenOverBlue = zip(densities.green, densities.blue).map { $0 - $1 }
    let stain = zip(greenOverBlue, densities.red).map { $0 + Self.redWeight * max(0, $1) }
    values = Self.smooth(stain, width, height)
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

  private static func densities(
    _ logs: [Float], _ glass: FlatField, width: Int, height: Int
  ) -> (red: [Float], green: [Float], blue: [Float]) {
    let plane = width * height
    let planes = (0..<3).map { channel in
      var density = [Float](repeating: 0, count: plane)
      for y in 0..<height {
        let row = glass.row(y, channel: channel)
        for x in 0..<width {
          let index = y * width + x
          density[index] = row.value(at: Float(x)) - logs[channel * plane + index]
        }
      }
      return density
    }
    return (planes[0], planes[1], planes[2])
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

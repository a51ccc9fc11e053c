import Imaging

/// The maps of one picture that red cells, platelets and quality are all read from, made in one pass,
/// on the reduced grid of `StainMap`. Densities are optical, natural logarithm, 0 on empty glass.
struct FieldMap {
  /// Pixels of the picture per place, both ways.
  let reduction: Int
  let width: Int
  let height: Int
  /// The picture in pixels.
  let bounds: PixelRect
  /// Density in green, smoothed over 3 x 3: everything that is stained has some.
  let density: [Float]
  /// Likeness to nuclear stain (`StainMap.values`).
  let stain: [Float]
  /// 1 where a white cell lies.
  let whiteCells: [UInt8]
  /// Density that parts cells from glass.
  let threshold: Float
  /// Median density of what lies above the threshold outside white cells: that of the red cells.
  let level: Float
  /// Radius of a red cell as the texture of the field tells it, in places: a first guess.
  let guessedRadius: Float

  /// Finer than the noise of a cell, coarser than that of the threshold's use.
  private static let densityStep: Float = 0.005
  private static let binCount = 200
  /// Below this, nothing is a cell: paper-white pictures have noise of a hundredth.
  static let lowestThreshold: Float = 0.03
  /// The cells' outlines lie where this part of their density is reached.
  private static let outlinePart: Float = 0.45
  /// Discs lose half their correlation over this part of their radius (`GrainSize`).
  private static let radiiPerGrain: Float = 0.27

  init(_ image: RGBImage, whiteCells areas: [WhiteCellArea]) {
    let map = StainMap(image)
    (reduction, width, height) = (map.reduction, map.width, map.height)
    bounds = image.bounds
    stain = map.values
    density = Self.smoothed(map.greenDensity, width: map.width, height: map.height)
    var cover = [UInt8](repeating: 0, count: map.width * map.height)
    for area in areas {
      area.mark(&cover, reduction: map.reduction, width: map.width, height: map.height)
    }
    whiteCells = cover
    (threshold, level) = Self.levels(density, cover)
    guessedRadius = Float(GrainSize.measure(map)) / Self.radiiPerGrain
  }

  /// Binomial smoothing, 1 2 1 both ways; the edge is repeated.
  private static func smoothed(_ values: [Float], width: Int, height: Int) -> [Float] {
    var across = values
    var result = values
    values.withUnsafeBufferPointer { values in
      across.withUnsafeMutableBufferPointer { across in
        for y in 0..<height {
          let row = y &* width
          for x in 1..<max(width &- 1, 1) {
            let place = row &+ x
            across[place] =
              (values[place &- 1] + values[place] + values[place] + values[place &+ 1]) / 4
          }
        }
        result.withUnsafeMutableBufferPointer { result in
          for y in 0..<height {
            let (row, above, below) = (
              y &* width, max(y &- 1, 0) &* width, min(y &+ 1, height &- 1) &* width
            )
            for x in 0..<width {
              let here = across[row &+ x]
              result[row &+ x] = (across[above &+ x] + here + here + across[below &+ x]) / 4
            }
          }
        }
      }
    }
    return result
  }

  /// Otsu's threshold between glass and cells where no white cell lies, and the cells' median.
  private static func levels(
    _ density: [Float], _ cover: [UInt8]
  ) -> (threshold: Float, level: Float) {
    var counts = [Int](repeating: 0, count: binCount)
    var total = 0
    for (index, value) in density.enumerated() where cover[index] == 0 {
      counts[min(max(Int(value / densityStep), 0), binCount - 1)] += 1
      total += 1
    }
    guard total > 0 else { return (lowestThreshold, lowestThreshold / outlinePart) }
    let all = counts.enumerated().reduce(0.0) { $0 + Double($1.offset * $1.element) }
    var (below, belowSum, best, split) = (0, 0.0, -1.0, 0)
    for bin in 0..<(binCount - 1) {
      below += counts[bin]
      belowSum += Double(bin * counts[bin])
      guard below > 0, below < total else { continue }
      let difference = belowSum / Double(below) - (all - belowSum) / Double(total - below)
      let variance = Double(below) * Double(total - below) * difference * difference
      if variance > best { (best, split) = (variance, bin + 1) }
    }
    let above = counts[split...].reduce(0, +)
    var seen = 0
    let median = counts.indices.first { bin in
      if bin >= split { seen += counts[bin] }
      return bin >= split && seen * 2 >= above
    }
    let level = (Float(median ?? split) + 0.5) * densityStep
    let threshold = min(outlinePart * level, Float(split) * densityStep)
    return (max(threshold, lowestThreshold), level)
  }
}

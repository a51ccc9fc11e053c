import Foundation

/// The light that comes through empty glass, per channel, over the whole field: a quadratic surface
/// through the brightest places of 8 x 6 tiles, in logarithms, so that vignetting and coloured light
/// divide out. Tiles without glass (a cell fills them) lie below the surface and lose their say.
struct FlatField {
  /// One row of the surface: constant + linear * x + quadratic * x * x, x in grid places.
  struct Row {
    let constant: Float
    let linear: Float
    let quadratic: Float
    func value(at x: Float) -> Float { constant + x * (linear + x * quadratic) }
  }

  private static let columns = 8
  private static let rows = 6
  /// The part of a tile, brightest in green, that is taken for glass.
  private static let brightPart = 0.15
  /// A tile this far below the surface (in ln) has half its say.
  private static let tolerance = 0.04
  private static let passes = 6
  /// Keeps the surface level where few tiles can tell: on the constant, and on each other term.
  private static let stiffness = [1e-3, 0.5, 0.5, 0.5, 0.5, 0.5]

  private let width: Int
  private let height: Int
  /// Per channel the factors of 1, u, v, u*u, u*v, v*v, with u and v in -1...1 over the field.
  private var surface: [[Double]]

  /// `logs`: three planes of `height * width` values.
  init(logs: [Float], width: Int, height: Int) {
    self.width = width
    self.height = height
    surface = Array(repeating: Array(repeating: 0, count: 6), count: 3)
    let tiles = Self.tiles(logs, width: width, height: height)
    var weights = [Double](repeating: 1, count: tiles.count)
    for _ in 0..<Self.passes {
      for channel in 0..<3 { surface[channel] = Self.fit(tiles, weights, channel: channel) }
      for (index, tile) in tiles.enumerated() {
        let fitted = zip(surface[1], tile.terms).reduce(0) { $0 + $1.0 * $1.1 }
        let below = (fitted - tile.glass[1]) / Self.tolerance
        weights[index] = below > 0 ? 1 / (1 + below * below) : 1
      }
    }
  }

  /// The surface along one row of grid places.
  func row(_ y: Int, channel: Int) -> Row {
    let k = surface[channel]
    let v = (Double(y) + 0.5) * 2 / Double(height) - 1
    // u = step * x + start, expanded into powers of x.
    let step = 2 / Double(width)
    let start = 1 / Double(width) - 1
    let constant = k[0] + k[2] * v + k[5] * v * v
    let linear = k[1] + k[4] * v
    return Row(
      constant: Float(constant + linear * start + k[3] * start * start),
      linear: Float(linear * step + 2 * k[3] * start * step),
      quadratic: Float(k[3] * step * step))
  }

  private struct Tile {
    let terms: [Double]
    let glass: [Double]
  }

  private static func tiles(_ logs: [Float], width: Int, height: Int) -> [Tile] {
    let plane = width * height
    var tiles: [Tile] = []
    for tileY in 0..<rows {
      for tileX in 0..<columns {
        let xs = (width * tileX / columns)..<(width * (tileX + 1) / columns)
        let ys = (height * tileY / rows)..<(height * (tileY + 1) / rows)
        guard !xs.isEmpty, !ys.isEmpty else { continue }
        let glass = glass(logs, xs, ys, width: width, plane: plane)
        let u = Double(xs.lowerBound + xs.upperBound) / Double(width) - 1
        let v = Double(ys.lowerBound + ys.upperBound) / Double(height) - 1
        tiles.append(Tile(terms: [1, u, v, u * u, u * v, v * v], glass: glass))
      }
    }
    return tiles
  }

  /// The mean logarithms of a tile's places that are brightest in green.
  private static func glass(
    _ logs: [Float], _ xs: Range<Int>, _ ys: Range<Int>, width: Int, plane: Int
  ) -> [Double] {
    // Found by counting in steps of 0.005, up to ln 256.
    let stepsPerUnit: Float = 200
    var counts = [Int](repeating: 0, count: 1120)
    for y in ys {
      for x in xs { counts[Int(logs[plane + y * width + x] * stepsPerUnit)] += 1 }
    }
    var brighter = 0
    let enough = max(1, Int(brightPart * Double(xs.count * ys.count)))
    let bin = counts.lastIndex { count in
      brighter += count
      return brighter >= enough
    }
    let limit = Float(bin ?? 0) / stepsPerUnit
    var sums = [Double](repeating: 0, count: 3)
    var count = 0.0
    for y in ys {
      for x in xs {
        let index = y * width + x
        guard logs[plane + index] >= limit else { continue }
        count += 1
        for channel in 0..<3 { sums[channel] += Double(logs[channel * plane + index]) }
      }
    }
    // A value on a step may be rounded below it; then the brightest step alone is empty.
    return count > 0
      ? sums.map { $0 / count }
      : (0..<3).map { channel in
        Double(logs[channel * plane + ys.lowerBound * width + xs.lowerBound])
      }
  }

  /// Weighted least squares with a small ridge: always solvable.
  private static func fit(_ tiles: [Tile], _ weights: [Double], channel: Int) -> [Double] {
    var matrix = (0..<6).map { row in (0..<7).map { $0 == row ? stiffness[row] : 0 } }
    for (tile, weight) in zip(tiles, weights) {
      for row in 0..<6 {
        for column in 0..<6 { matrix[row][column] += weight * tile.terms[row] * tile.terms[column] }
        matrix[row][6] += weight * tile.terms[row] * tile.glass[channel]
      }
    }
    return solve(matrix)
  }

  /// Gaussian elimination of a symmetric positive definite system; the last column is the right side.
  private static func solve(_ system: [[Double]]) -> [Double] {
    var matrix = system
    let count = matrix.count
    for pivot in 0..<count {
      for row in (pivot + 1)..<max(count, pivot + 1) {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in pivot...count { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
    var solution = [Double](repeating: 0, count: count)
    for row in stride(from: count - 1, through: 0, by: -1) {
      var rest = matrix[row][count]
      for column in (row + 1)..<max(count, row + 1) {
        rest -= matrix[row][column] * solution[column]
      }
      solution[row] = rest / matrix[row][row]
    }
    return solution
  }
}

import CPixels
import Foundation

/// The light that comes through empty glass, per channel, over the whole field: a quadratic surface
/// through the brightest places of 8 x 6 tiles, in logarithms, so that vignetting and coloured light
/// divide out. Tiles without glass (a cell fills them) lie below the surface and lose their say.
struct FlatField: Sendable {
  /// One row of the surface: constant + linear * x + quadratic * x * x, x in grid places.
  struct Row: Sendable {
    let constant: Float
    let linear: Float
    let quadratic: Float
    @inline(__always)
    func values(at x: SIMD4<Float>) -> SIMD4<Float> { constant + x * (linear + x * quadratic) }
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
  private let surface: [[Double]]

  init(_ light: ReducedLight) {
    width = light.width
    height = light.height
    let tiles = Self.tiles(light)
    var weights = [Double](repeating: 1, count: tiles.count)
    var surface: [[Double]] = []
    for _ in 0..<Self.passes {
      surface = Self.fit(tiles, weights)
      for (index, tile) in tiles.enumerated() {
        var fitted = 0.0
        for term in 0..<6 { fitted += surface[1][term] * tile.terms[term] }
        let below = (fitted - tile.glass[1]) / Self.tolerance
        weights[index] = below > 0 ? 1 / (1 + below * below) : 1
      }
    }
    self.surface = surface
  }

  /// The surface along one row of grid places.
  func row(_ y: Int, channel: Int) -> Row { row(at: Double(y), channel: channel) }

  /// The same between two rows.
  func row(at y: Double, channel: Int) -> Row {
    let k = surface[channel]
    let v = (y + 0.5) * 2 / Double(height) - 1
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

  private static func tiles(_ light: ReducedLight) -> [Tile] {
    let (width, height) = (light.width, light.height)
    var tiles: [Tile] = []
    for tileY in 0..<rows {
      for tileX in 0..<columns {
        let xs = (width * tileX / columns)..<(width * (tileX + 1) / columns)
        let ys = (height * tileY / rows)..<(height * (tileY + 1) / rows)
        guard !xs.isEmpty, !ys.isEmpty else { continue }
        let u = Double(xs.lowerBound + xs.upperBound) / Double(width) - 1
        let v = Double(ys.lowerBound + ys.upperBound) / Double(height) - 1
        tiles.append(
          Tile(terms: [1, u, v, u * u, u * v, v * v], glass: glass(light, xs, ys)))
      }
    }
    return tiles
  }

  /// The mean logarithms of a tile's places that are brightest in green.
  private static func glass(_ light: ReducedLight, _ xs: Range<Int>, _ ys: Range<Int>) -> [Double] {
    let width = light.width
    let loops = PixelLoops.table
    return light.withLevels { levels in
      let least = leastBright(levels + light.plane, width: width, xs, ys)
      // Their number, and what they add up to in red, green and blue.
      var sums = [0.0, 0, 0, 0]
      ReducedLight.logs.withStart { logs in
        for y in ys {
          loops.sum_bright(
            levels + (y &* width &+ xs.lowerBound), light.plane, logs, Int32(xs.count), least,
            &sums)
        }
      }
      return (1...3).map { sums[$0] / sums[0] }
    }
  }

  /// The level of green from which on a place of a tile is taken for glass.
  private static func leastBright(
    _ green: UnsafePointer<UInt16>, width: Int, _ xs: Range<Int>, _ ys: Range<Int>
  ) -> UInt16 {
    var histogram = Histogram(binCount: ReducedLight.logs.count)
    for y in ys {
      histogram.add(bins: green + (y &* width &+ xs.lowerBound), count: xs.count)
    }
    let enough = max(1, Int(brightPart * Double(xs.count * ys.count)))
    return firstOfStep[histogram.lastBin(holding: enough) ?? 0]
  }

  /// Brightness goes in steps of 0.005: for each level the lowest one of its step.
  private static let firstOfStep: [UInt16] = {
    let stepsPerUnit: Float = 200
    // Brighter levels have no lower step, so the search goes on where it was.
    var first = 0
    return ReducedLight.logs.map { brightness in
      let limit = (brightness * stepsPerUnit).rounded(.down) / stepsPerUnit
      while ReducedLight.logs[first] < limit { first += 1 }
      return UInt16(first)
    }
  }()

  /// Weighted least squares with a small ridge, always solvable: the terms' factors of each channel.
  /// The left side is the same for all three, so they are solved together.
  private static func fit(_ tiles: [Tile], _ weights: [Double]) -> [[Double]] {
    let (terms, columns) = (6, 9)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: terms * columns) { matrix in
      matrix.initialize(repeating: 0)
      for row in 0..<terms { matrix[row * columns + row] = stiffness[row] }
      for (tile, weight) in zip(tiles, weights) {
        tile.terms.withUnsafeBufferPointer { term in
          for row in 0..<terms {
            let weighted = weight * term[row]
            let start = row &* columns
            for column in 0..<terms { matrix[start &+ column] += weighted * term[column] }
            for channel in 0..<3 {
              matrix[start &+ terms &+ channel] += weighted * tile.glass[channel]
            }
          }
        }
      }
      return solve(matrix, terms: terms, columns: columns)
    }
  }

  /// Gaussian elimination of a symmetric positive definite system; the columns after the first `terms`
  /// are right sides.
  private static func solve(
    _ matrix: UnsafeMutableBufferPointer<Double>, terms: Int, columns: Int
  ) -> [[Double]] {
    for pivot in 0..<terms {
      let top = pivot * columns
      for row in (pivot + 1)..<max(terms, pivot + 1) {
        let start = row * columns
        let factor = matrix[start + pivot] / matrix[top + pivot]
        for column in pivot..<columns { matrix[start + column] -= factor * matrix[top + column] }
      }
    }
    return (terms..<columns).map { side in
      var solution = [Double](repeating: 0, count: terms)
      for row in stride(from: terms - 1, through: 0, by: -1) {
        let start = row * columns
        var rest = matrix[start + side]
        for column in (row + 1)..<max(terms, row + 1) {
          rest -= matrix[start + column] * solution[column]
        }
        solution[row] = rest / matrix[start + row]
      }
      return solution
    }
  }
}

import CPixels
import Foundation

/// The light of each grid place: the mean of its samples, in quarters of a level.
struct ReducedLight {
  let width: Int
  let height: Int
  /// Red, green, blue planes of `height * width` means, one after the other: 0...1020.
  private let levels: [UInt16]

  /// ln(1 + mean) of every mean: quarter levels are fine enough, and a table makes them cheap and repeatable.
  static let logs = (0...1020).map { Float(log(Double($0) / 4 + 1)) }

  /// Means over `reduction` pixels both ways; what is left at the right and lower edges is not used.
  init(_ image: RGBImage, reduction: Int, width: Int, height: Int) {
    self.width = width
    self.height = height
    let rows = min(reduction, image.height)
    let columns = min(reduction, image.width)
    let rowSize = image.width * 3
    let plane = width * height
    let loops = PixelLoops.table
    // Sums of the columns that begin at each sample; only every `columns` x 3rd to 3rd + 2 is one of a place.
    let sumCount = (width - 1) * columns * 3 + 3
    let mean = QuarterMean(sampleCount: rows * columns)
    levels = [UInt16](unsafeUninitializedCapacity: plane * 3) { levels, filled in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rowSize + sumCount) { room in
        guard let down = room.baseAddress, let levels = levels.baseAddress else { return }
        let sums = down + rowSize
        image.rgb.withUnsafeBufferPointer { samples in
          guard let samples = samples.baseAddress else { return }
          for y in 0..<height {
            let first = samples + y &* rows &* rowSize
            let row = levels + y &* width
            // Most pictures are halved: of four samples the sum is the mean in quarters.
            if rows == 2, columns == 2 {
              loops.halve(first, first + rowSize, Int32(width), plane, row)
              continue
            }
            loops.add_rows(first, rowSize, Int32(rows), Int32(rowSize), down)
            loops.add_columns(down, Int32(columns), Int32(sumCount), sums)
            Self.fillRow(sums, step: columns &* 3, width: width, plane: plane, row, mean)
          }
        }
      }
      filled = plane * 3
    }
  }

  /// One row of places from their sums.
  @inline(__always)
  private static func fillRow(
    _ sums: UnsafePointer<UInt32>, step: Int, width: Int, plane: Int,
    _ row: UnsafeMutablePointer<UInt16>, _ mean: QuarterMean
  ) {
    var from = sums
    for x in 0..<width {
      row[x] = UInt16(truncatingIfNeeded: mean.of(from[0]))
      row[x &+ plane] = UInt16(truncatingIfNeeded: mean.of(from[1]))
      row[x &+ 2 &* plane] = UInt16(truncatingIfNeeded: mean.of(from[2]))
      from += step
    }
  }

  /// Places of one plane.
  var plane: Int { width * height }

  /// Lends the three planes.
  @inline(__always)
  func withLevels<Result>(_ body: (UnsafePointer<UInt16>) -> Result) -> Result {
    levels.withUnsafeBufferPointer { levels in
      guard let start = levels.baseAddress else { preconditionFailure("a grid has a place") }
      return body(start)
    }
  }
}

/// Divides sums by the number of samples, as a multiplication, in quarters. Exact below a million samples.
private struct QuarterMean {
  private static let bits: UInt64 = 50
  private let quarter: UInt64

  init(sampleCount: Int) {
    let count = UInt64(sampleCount)
    quarter = 4 * (((1 << Self.bits) + count - 1) / count)
  }

  @inline(__always)
  func of(_ sum: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: (UInt64(sum) &* quarter) >> Self.bits)
  }
}

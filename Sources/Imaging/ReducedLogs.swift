import CPixels
import Foundation

/// The light of each grid place, as a logarithm: ln(1 + mean of the samples).
struct ReducedLogs {
  let width: Int
  let height: Int
  /// Red, green, blue planes of `height * width` values, one after the other.
  let values: [Float]
  /// The mean of each place's green samples, in quarters of a level.
  let greenLevels: [UInt16]

  /// The logarithm of every mean: quarter levels are fine enough, and a table makes them cheap and repeatable.
  static let table = (0...1020).map { Float(log(Double($0) / 4 + 1)) }

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
    var levels: [UInt16] = []
    values = [Float](count: plane * 3) { logs in
      levels = [UInt16](unsafeUninitializedCapacity: plane) { levels, filled in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rowSize + sumCount) { room in
          guard let down = room.baseAddress, let levels = levels.baseAddress else { return }
          let sums = down + rowSize
          image.rgb.withUnsafeBufferPointer { samples in
            guard let samples = samples.baseAddress else { return }
            for y in 0..<height {
              let first = samples + y &* rows &* rowSize
              loops.add_rows(first, rowSize, Int32(rows), Int32(rowSize), down)
              loops.add_columns(down, Int32(columns), Int32(sumCount), sums)
              Self.fillRow(
                sums, step: columns &* 3, width: width, mean, plane: plane, logs + y &* width,
                levels + y &* width)
            }
          }
        }
        filled = plane
      }
    }
    greenLevels = levels
  }

  /// One row of places from their sums.
  private static func fillRow(
    _ sums: UnsafePointer<UInt32>, step: Int, width: Int, _ mean: QuarterMean, plane: Int,
    _ logs: UnsafeMutablePointer<Float>, _ levels: UnsafeMutablePointer<UInt16>
  ) {
    table.withStart { table in
      // Of four samples the sum is the mean in quarters.
      if mean.isSum {
        fillRow(sums, step: step, width: width, plane: plane, logs, levels, table) { $0 }
      } else {
        fillRow(sums, step: step, width: width, plane: plane, logs, levels, table) { mean.of($0) }
      }
    }
  }

  @inline(__always)
  private static func fillRow(
    _ sums: UnsafePointer<UInt32>, step: Int, width: Int, plane: Int,
    _ logs: UnsafeMutablePointer<Float>, _ levels: UnsafeMutablePointer<UInt16>,
    _ table: UnsafePointer<Float>, _ mean: (UInt32) -> UInt32
  ) {
    var from = sums
    for x in 0..<width {
      let green = mean(from[1])
      logs[x] = table[Int(mean(from[0]))]
      logs[x &+ plane] = table[Int(green)]
      logs[x &+ 2 &* plane] = table[Int(mean(from[2]))]
      levels[x] = UInt16(truncatingIfNeeded: green)
      from += step
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

  var isSum: Bool { quarter == 1 << Self.bits }

  @inline(__always)
  func of(_ sum: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: (UInt64(sum) &* quarter) >> Self.bits)
  }
}

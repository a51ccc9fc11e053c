import Foundation

/// The light of each grid place, as a logarithm: ln(1 + mean of the samples).
struct ReducedLogs {
  let width: Int
  let height: Int
  /// Red, green, blue planes of `height * width` values, one after the other.
  let values: [Float]

  /// Quarter levels are fine enough, and a table makes the logarithms cheap and repeatable.
  private static let table = (0...1020).map { Float(log(Double($0) / 4 + 1)) }

  /// Means over `reduction` pixels both ways; what is left at the right and lower edges is not used.
  init(_ image: RGBImage, reduction: Int, width: Int, height: Int) {
    self.width = width
    self.height = height
    let rows = min(reduction, image.height)
    let columns = min(reduction, image.width)
    let rowSize = image.width * 3
    let plane = width * height
    // Dividing by the number of samples, as a multiplication. Exact below a million samples a place.
    let bits: UInt64 = 50
    let samplesPerPlace = UInt64(rows * columns)
    let quarter = 4 * (((1 << bits) + samplesPerPlace - 1) / samplesPerPlace)
    values = [Float](count: plane * 3) { logs in
      Self.table.withStart { table in
        func mean(_ sum: UInt32) -> Float { table[Int((UInt64(sum) &* quarter) >> bits)] }
        image.rgb.withUnsafeBufferPointer { samples in
          withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rowSize) { sums in
            sums.initialize(repeating: 0)
            for y in 0..<height {
              Self.addRows(samples, from: y * rows, count: rows, rowSize: rowSize, into: sums)
              let row = logs + y * width
              // The usual numbers are written out, so that the loops over them vanish.
              switch columns {
              case 1: Self.reduceRow(sums, columns: 1, width: width, row, plane: plane, mean)
              case 2: Self.reduceRow(sums, columns: 2, width: width, row, plane: plane, mean)
              default: Self.reduceRow(sums, columns: columns, width: width, row, plane: plane, mean)
              }
            }
          }
        }
      }
    }
  }

  /// One row of places from the sums of the columns below each other.
  @inline(__always)
  private static func reduceRow(
    _ sums: UnsafeMutableBufferPointer<UInt32>, columns: Int, width: Int,
    _ logs: UnsafeMutablePointer<Float>, plane: Int, _ mean: (UInt32) -> Float
  ) {
    var from = 0
    for x in 0..<width {
      var (red, green, blue) = (sums[from], sums[from &+ 1], sums[from &+ 2])
      for column in 1..<max(columns, 1) {
        red &+= sums[from &+ column &* 3]
        green &+= sums[from &+ column &* 3 &+ 1]
        blue &+= sums[from &+ column &* 3 &+ 2]
      }
      logs[x] = mean(red)
      logs[x &+ plane] = mean(green)
      logs[x &+ 2 &* plane] = mean(blue)
      from &+= columns &* 3
    }
  }

  /// Adds up the samples that lie below each other.
  private static func addRows(
    _ samples: UnsafeBufferPointer<UInt8>, from first: Int, count: Int, rowSize: Int,
    into sums: UnsafeMutableBufferPointer<UInt32>
  ) {
    let start = first &* rowSize
    for index in 0..<rowSize { sums[index] = UInt32(samples[start &+ index]) }
    for row in 1..<max(count, 1) {
      let start = (first &+ row) &* rowSize
      for index in 0..<rowSize { sums[index] &+= UInt32(samples[start &+ index]) }
    }
  }
}

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
        image.rgb.withUnsafeBufferPointer { samples in
          withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rowSize) { sums in
            sums.initialize(repeating: 0)
            for y in 0..<height {
              Self.addRows(samples, from: y * rows, count: rows, rowSize: rowSize, into: sums)
              var from = 0
              var to = y * width
              for _ in 0..<width {
                var (red, green, blue) = (sums[from], sums[from &+ 1], sums[from &+ 2])
                from &+= 3
                for _ in 1..<max(columns, 1) {
                  red &+= sums[from]
                  green &+= sums[from &+ 1]
                  blue &+= sums[from &+ 2]
                  from &+= 3
                }
                logs[to] = table[Int((UInt64(red) &* quarter) >> bits)]
                logs[to &+ plane] = table[Int((UInt64(green) &* quarter) >> bits)]
                logs[to &+ 2 &* plane] = table[Int((UInt64(blue) &* quarter) >> bits)]
                to &+= 1
              }
            }
          }
        }
      }
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

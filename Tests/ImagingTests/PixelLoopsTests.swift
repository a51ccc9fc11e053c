import CPixels
import TestSupport
import Testing

/// The loops for AVX2 against the plain ones: equal to the last bit, whatever the lengths.
struct PixelLoopsTests {
  private static var plain: hv_pixels { hv_plain_pixels().pointee }

  /// Nothing to compare with where the processor lacks the instructions.
  private static var fast: hv_pixels? { hv_avx2_pixels()?.pointee }

  private struct Case {
    var random: SeededGenerator
    let count: Int

    init(seed: Int) {
      random = SeededGenerator(seed: UInt64(seed))
      count = Int.random(in: 1...300, using: &random)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
      (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    mutating func floats(_ count: Int, in range: ClosedRange<Float> = -1...6) -> [Float] {
      (0..<count).map { _ in Float.random(in: range, using: &random) }
    }
  }

  @Test(arguments: 0..<60)
  func `sums of rows and columns`(seed: Int) throws {
    guard let fast = Self.fast else { return }
    var made = Case(seed: seed)
    let rowCount = Int.random(in: 1...7, using: &made.random)
    let rowBytes = made.count + Int.random(in: 0...20, using: &made.random)
    let rows = made.bytes(rowBytes * rowCount)
    let weights = made.floats(rowCount)
    let columns = Int.random(in: 1...5, using: &made.random)
    let numbers = (0..<(made.count + 3 * columns)).map { UInt32($0 * 7) }
    func all(_ loops: hv_pixels) -> ([UInt32], [UInt32], [UInt32]) {
      var sums = [UInt32](repeating: 0, count: made.count)
      loops.add_rows(rows, rowBytes, Int32(rowCount), Int32(made.count), &sums)
      var across = sums
      loops.add_columns(numbers, Int32(columns), Int32(made.count), &across)
      var weighted = [Float](repeating: .nan, count: made.count)
      loops.weighted_rows(
        rows, rowBytes, weights, Int32(rowCount), Int32(made.count), &weighted)
      return (sums, across, weighted.map(\.bitPattern))
    }
    let (expected, found) = (all(Self.plain), all(fast))
    #expect(expected == found, "seed \(seed)")
    let first = (0..<rowCount).reduce(UInt32(0)) { $0 + UInt32(rows[$1 * rowBytes]) }
    #expect(expected.0[0] == first)
    #expect(expected.1[0] == (0..<columns).reduce(UInt32(0)) { $0 + numbers[3 * $1] })
  }

  @Test(arguments: 0..<60)
  func `two by two pixels`(seed: Int) throws {
    guard let fast = Self.fast else { return }
    var made = Case(seed: seed)
    let count = made.count
    let (above, below) = (made.bytes(count * 6), made.bytes(count * 6))
    func levels(_ loops: hv_pixels) -> [UInt16] {
      var levels = [UInt16](repeating: 0, count: count * 3)
      loops.halve(above, below, Int32(count), count, &levels)
      return levels
    }
    let expected = (0..<(count * 3)).map { index in
      let at = index % count * 6 + index / count
      return [above[at], above[at + 3], below[at], below[at + 3]].reduce(0) { $0 + UInt16($1) }
    }
    #expect(levels(Self.plain) == expected, "seed \(seed)")
    #expect(levels(fast) == expected, "seed \(seed)")
  }

  @Test(arguments: 0..<60)
  func `levels, stain and bins`(seed: Int) throws {
    guard let fast = Self.fast else { return }
    var made = Case(seed: seed)
    let count = made.count
    let planes = (0..<(3 * count)).map { _ in
      UInt16.random(in: 0...1020, using: &made.random)
    }
    let levels = Array(planes[count..<(2 * count)])
    let logs = made.floats(1021, in: 0...5.6)
    let glass = made.floats(9, in: -0.01...0.01)
    var values = made.floats(count)
    // What lies outside, and what is no number, counts for an end.
    values[0] = .nan
    values[count / 2] = .infinity
    values[count - 1] = -.infinity
    func all(_ loops: hv_pixels) -> ([UInt32], [Double], [[UInt32]], [UInt16], [UInt64]) {
      var counts = [UInt32](repeating: 0, count: 1021 * 4)
      loops.count_levels(levels, Int32(count), &counts)
      var sums = [1.0, 2, 3, 4]
      loops.sum_bright(planes, count, logs, Int32(count), 500, &sums)
      var (green, overBlue, mean) = (values, values, values)
      var stain = [Float](repeating: 0, count: count + 2)
      var room = [Float](repeating: 0, count: 3 * count)
      loops.stain_row(
        planes, count, logs, glass, 0.3, Int32(count), &room, &green, &overBlue, &stain)
      stain.withUnsafeBufferPointer { stain in
        guard let start = stain.baseAddress else { return }
        loops.mean_of_three(start, start + 1, start + 2, Int32(count), &mean)
      }
      var bins = [UInt16](repeating: 0, count: count)
      loops.bin_numbers(values, Int32(count), 0.1, 0.07, 40, &bins)
      var words = [UInt64](repeating: 0, count: (count + 63) / 64)
      loops.bits_above(values, Int32(count), 2.5, &words)
      let floats = [green, overBlue, stain, mean].map { $0.map(\.bitPattern) }
      return (counts, sums, floats, bins, words)
    }
    let (expected, found) = (all(Self.plain), all(fast))
    #expect(expected == found, "seed \(seed)")
    #expect(expected.0.reduce(0, +) == UInt32(count))
    #expect(expected.1[0] == 1 + Double(levels.count { $0 >= 500 }))
    #expect(expected.4.reduce(0) { $0 + $1.nonzeroBitCount } == values.count { $0 > 2.5 })
    #expect(expected.3[0] == 0 || count < 3)
  }

  @Test(arguments: 0..<60)
  func `the grain of a tile`(seed: Int) throws {
    guard let fast = Self.fast else { return }
    var made = Case(seed: seed)
    let (width, height) = (
      Int.random(in: 1...50, using: &made.random), Int.random(in: 1...20, using: &made.random)
    )
    let pitch = width + Int.random(in: 0...9, using: &made.random)
    // A plane, and noise on it.
    let noise = made.floats(pitch * height, in: -0.01...0.01)
    let tile = noise.indices.map { index in
      0.3 + 0.02 * Float(index % pitch) - 0.01 * Float(index / pitch) + noise[index]
    }
    let counts = (0..<4).map { Int32(max(0, pitch * height - $0 - 4)) }
    func all(_ loops: hv_pixels) -> ([Float], [Float], [Double]) {
      var flat = tile
      loops.detrend(&flat, pitch, Int32(width), Int32(height))
      var clamped = tile
      loops.clamp(tile, Int32(tile.count), 0.35, &clamped)
      var sums = [1.0, 0, 0, 0]
      tile.withUnsafeBufferPointer { tile in
        guard let start = tile.baseAddress else { return }
        let there: [UnsafePointer<Float>?] = (0..<4).map { start + min($0, tile.count - 1) }
        loops.lag_products(start, there, counts, &sums)
      }
      return (flat, clamped, sums)
    }
    let (expected, found) = (all(Self.plain), all(fast))
    #expect(expected.0.map(\.bitPattern) == found.0.map(\.bitPattern), "seed \(seed)")
    #expect(expected.1 == found.1 && expected.2 == found.2, "seed \(seed)")
    for y in 0..<height {
      for x in 0..<pitch {
        let value = expected.0[y * pitch + x]
        // The plane is gone; beside the tile nothing was touched.
        #expect(x < width ? abs(value) < 0.04 : value == tile[y * pitch + x], "seed \(seed)")
      }
    }
  }

  @Test(arguments: 0..<60)
  func `pixels made narrower and wider`(seed: Int) throws {
    guard let fast = Self.fast else { return }
    var made = Case(seed: seed)
    let tapCount = Int.random(in: 1...11, using: &made.random)
    let width = tapCount + Int.random(in: 0...60, using: &made.random)
    let rowCount = max(tapCount, Int.random(in: 1...12, using: &made.random))
    let pixels = made.bytes(width * 3 * rowCount + 16)
    let count = made.count
    let starts = (0..<count).map { _ in Int32.random(in: 0...Int32(width - tapCount)) }
    // Weights add up to one, and one of them may be all of it.
    let weights = (0..<count).flatMap { output -> [Int32] in
      var rest: Int32 = 1 << 22
      return (0..<tapCount).map { tap in
        let weight = tap == tapCount - 1 ? rest : output % 5 == 0 ? 0 : rest / 3
        rest -= weight
        return weight
      }
    }
    let pitch = count * 3 + 16
    func all(_ loops: hv_pixels) -> ([[UInt8]], [UInt8], [Float]) {
      var narrow = [UInt8](repeating: 0, count: pitch * rowCount)
      narrow.withUnsafeMutableBufferPointer { narrow in
        pixels.withUnsafeBufferPointer { pixels in
          starts.withUnsafeBufferPointer { starts in
            weights.withUnsafeBufferPointer { weights in
              var call = hv_columns(
                pixels: pixels.baseAddress, row_bytes: width * 3, row_count: Int32(rowCount),
                starts: starts.baseAddress, weights: weights.baseAddress,
                tap_count: Int32(tapCount), count: Int32(count), into: narrow.baseAddress,
                into_row_bytes: pitch)
              loops.resize_columns(&call)
            }
          }
        }
      }
      var row = [UInt8](repeating: 0, count: count * 3)
      loops.resize_row(narrow, pitch, weights, Int32(tapCount), Int32(row.count), &row)
      var units = [Float](repeating: 0, count: row.count)
      loops.signed_units(row, Int32(row.count), &units)
      let rows = (0..<rowCount).map { Array(narrow[($0 * pitch)..<($0 * pitch + count * 3)]) }
      return (rows, row, units)
    }
    let (expected, found) = (all(Self.plain), all(fast))
    #expect(expected.0 == found.0 && expected.1 == found.1, "seed \(seed)")
    #expect(expected.2.map(\.bitPattern) == found.2.map(\.bitPattern), "seed \(seed)")
    #expect(expected.2 == expected.1.map { Float($0) / 127.5 - 1 })
    // One output, reckoned here.
    let sum = (0..<tapCount).reduce(1 << 21) { sum, tap in
      sum + Int(weights[tap]) * Int(pixels[(Int(starts[0]) + tap) * 3])
    }
    #expect(expected.0[0][0] == UInt8(min(sum >> 22, 255)), "seed \(seed)")
  }

  @Test(arguments: 0..<60)
  func `a network at every place`(seed: Int) throws {
    guard let fast = Self.fast else { return }
    var made = Case(seed: seed)
    // Less than a register's places as well.
    let count = seed % 4 == 0 ? made.count % 20 + 1 : made.count
    let plane = count + Int.random(in: 0...9, using: &made.random)
    let inputs = Int.random(in: 1...20, using: &made.random)
    let units = Int.random(in: 1...14, using: &made.random)
    let outputs = Int.random(in: 1...Int(HV_MOST_OUTPUTS), using: &made.random)
    let values = made.floats(plane * inputs, in: -3...3)
    let hidden = made.floats(units * inputs, in: -1...1)
    let hiddenBias = made.floats(units, in: -1...1)
    let output = made.floats(outputs * units, in: -1...1)
    let outputBias = made.floats(outputs, in: -1...1)
    func all(_ loops: hv_pixels) -> [UInt32] {
      var scores = [Float](repeating: -7, count: plane * outputs)
      loops.place_scores(
        hv_network_shape(
          input_count: Int32(inputs), unit_count: Int32(units), output_count: Int32(outputs)),
        hidden + hiddenBias + output + outputBias, values, plane, Int32(count), &scores)
      return scores.map(\.bitPattern)
    }
    let expected = all(Self.plain)
    #expect(expected == all(fast), "seed \(seed)")
    // And as it is written in books, in the same order of additions.
    for place in 0..<plane {
      for number in 0..<outputs {
        var sum = outputBias[number]
        for unit in 0..<units {
          var inner = hiddenBias[unit]
          for input in 0..<inputs {
            inner += values[input * plane + place] * hidden[unit * inputs + input]
          }
          sum += max(inner, 0) * output[number * units + unit]
        }
        let wanted = place < count ? sum : -7
        #expect(expected[number * plane + place] == wanted.bitPattern, "seed \(seed)")
      }
    }
  }
}

import Imaging
import TestSupport
import Testing

/// What goes several values at a time, against one after the other: equal to the last bit.
struct LanesTests {
  @Test(arguments: 0..<40)
  func `values fall into their bins, and beyond them into the ends`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let values = (0..<Int.random(in: 1...50, using: &random)).map { _ in
      Float.random(in: -3...30, using: &random).rounded(
        Bool.random(using: &random) ? .down : .toNearestOrEven)
    }
    let bins = Int.random(in: 1...20, using: &random)
    var histogram = Histogram(binCount: bins)
    histogram.add(values, step: 1.5)
    var expected = [Int](repeating: 0, count: bins)
    for value in values { expected[max(0, min(Int(value / 1.5), bins - 1))] += 1 }
    #expect(histogram.counts == expected, "seed \(seed)")
    for enough in 1...values.count {
      let last = expected.indices.last { expected[$0...].reduce(0, +) >= enough }
      #expect(histogram.lastBin(holding: enough) == last, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<40)
  func `the half distance is that of one line after the other`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let (width, height) = (
      Int.random(in: 1...40, using: &random), Int.random(in: 1...30, using: &random)
    )
    var level: Float = 0
    let plane = (0..<(width * height)).map { _ in
      level = 0.8 * level + Float.random(in: -1...1, using: &random)
      return level
    }
    func half(_ count: Int, _ step: Int, _ length: Int, _ stride: Int) -> Double {
      func covariance(_ lag: Int) -> Double {
        var sum = 0.0
        for line in 0..<count {
          var lineSum: Float = 0
          for place in 0..<(length - lag) {
            let index = line * step + place * stride
            lineSum += plane[index] * plane[index + lag * stride]
          }
          sum += Double(lineSum)
        }
        return sum / Double(count * (length - lag))
      }
      var before = 1.0
      for lag in 1..<max(length / 2, 2) where lag < length {
        let now = covariance(lag) / covariance(0)
        if now < 0.5 { return Double(lag - 1) + (before - 0.5) / (before - now) }
        before = now
      }
      return Double(length) / 2
    }
    let likeness = LagCovariance(plane, width: width, height: height)
    // Sums are made in another order: seven digits of a lag of at most 40.
    let across = likeness.halfDistance(.across)
    #expect(abs(across - half(height, width, width, 1)) < 1e-4, "seed \(seed)")
    let down = likeness.halfDistance(.down)
    #expect(abs(down - half(width, 1, height, width)) < 1e-4, "seed \(seed)")
  }

  /// Pillow's arithmetic, one sample after the other.
  private func resized(
    _ samples: [UInt8], _ inputs: Int, to outputs: Int
  ) -> [UInt8] {
    let scale = Double(inputs) / Double(outputs)
    let support = max(scale, 1)
    return (0..<outputs).map { output in
      let centre = (Double(output) + 0.5) * scale
      let taps =
        max(0, Int(centre - support + 0.5))..<min(inputs, Int(centre + support + 0.5))
      let shape = taps.map { max(0, 1 - abs((Double($0) - centre + 0.5) / support)) }
      let sum = shape.reduce(0, +)
      var total = 1 << 21
      for (tap, value) in zip(taps, shape) {
        total += Int(value / sum * Double(1 << 22) + 0.5) * Int(samples[tap])
      }
      return UInt8(min(total >> 22, 255))
    }
  }

  @Test(arguments: 0..<60)
  func `a resize is columns, then rows, whatever the sizes and the place`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    func side(_ most: Int) -> Int { Int.random(in: 1...most, using: &random) }
    let (width, height) = (side(40), side(40))
    let rgb = (0..<(width * height * 3)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let image = RGBImage(width: width, height: height, rgb: rgb)
    let region = PixelRect(
      x: Int.random(in: -20...40, using: &random), y: Int.random(in: -20...40, using: &random),
      width: side(60), height: side(160))
    let (outWidth, outHeight) = (side(50), side(50))
    let crop = image.cropped(to: region)
    var expected = [UInt8](repeating: 0, count: outWidth * outHeight * 3)
    for channel in 0..<3 {
      let rows = (0..<region.height).map { y in
        let row = (0..<region.width).map { crop.rgb[(y * region.width + $0) * 3 + channel] }
        return resized(row, region.width, to: outWidth)
      }
      for x in 0..<outWidth {
        let column = resized(rows.map { $0[x] }, region.height, to: outHeight)
        for y in 0..<outHeight { expected[(y * outWidth + x) * 3 + channel] = column[y] }
      }
    }
    let out = Resample.resizeBilinear(image, region: region, toWidth: outWidth, height: outHeight)
    #expect(out.rgb == expected, "seed \(seed)")
  }
}

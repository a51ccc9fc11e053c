import CPixels

extension Resample {
  /// Resizes `region` of a picture for the eye: where it shrinks, each output pixel is the exact mean
  /// of the area it covers; where it enlarges, a Catmull-Rom curve through the pixels, sharper than
  /// a straight line between them. Outside the picture the nearest edge pixel is repeated.
  public static func areaAverage(
    _ image: RGBImage, region: SubpixelRect, toWidth width: Int, height: Int
  ) -> RGBImage {
    precondition(width > 0 && height > 0, "a picture has at least one pixel")
    precondition(region.width > 0 && region.height > 0, "a region has an area")
    let columns = AxisFilter(
      origin: region.x, length: region.width, inputCount: image.width, outputCount: width)
    let rows = AxisFilter(
      origin: region.y, length: region.height, inputCount: image.height, outputCount: height)

    // Rows first: whole rows of neighbouring samples add up fast. Only the columns that are needed.
    let firstSample = columns.inputs.lowerBound * 3
    let sampleCount = columns.inputs.count * 3
    var sums = [Float](repeating: 0, count: sampleCount)
    let loops = PixelLoops.table
    let count = width * height * 3
    let rgb = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      image.rgb.withUnsafeBufferPointer { samples in
        sums.withUnsafeMutableBufferPointer { sums in
          guard let samples = samples.baseAddress else { return }
          for y in 0..<height {
            let (taps, rowSize) = (rows.taps[y], image.width * 3)
            loops.weighted_rows(
              samples + (taps.start &* rowSize &+ firstSample), rowSize, taps.weights,
              Int32(taps.weights.count), Int32(sampleCount), sums.baseAddress)
            for x in 0..<width {
              let taps = columns.taps[x]
              var from = taps.start * 3 - firstSample
              var pixel = SIMD4<Float>(repeating: 0)
              for weight in taps.weights {
                pixel += weight * SIMD4(sums[from], sums[from &+ 1], sums[from &+ 2], 0)
                from &+= 3
              }
              let rounded = (pixel + 0.5).clamped(
                lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: 255))
              let to = (y &* width &+ x) &* 3
              for channel in 0..<3 { out[to &+ channel] = UInt8(rounded[channel]) }
            }
          }
        }
      }
      filled = count
    }
    return RGBImage(width: width, height: height, rgb: rgb)
  }
}

/// The input samples and weights of every output sample along one axis.
private struct AxisFilter {
  struct Taps {
    var start: Int
    var weights: [Float]
  }

  let taps: [Taps]
  /// The input samples that any output needs.
  let inputs: Range<Int>

  init(origin: Double, length: Double, inputCount: Int, outputCount: Int) {
    let scale = length / Double(outputCount)
    taps = (0..<outputCount).map { output in
      let start = origin + Double(output) * scale
      return scale >= 1
        ? Self.coverage(from: start, to: start + scale, inputCount: inputCount)
        : Self.catmullRom(at: start + scale / 2, inputCount: inputCount)
    }
    let lowest = taps.map(\.start).min() ?? 0
    let highest = taps.map { $0.start + $0.weights.count }.max() ?? 1
    inputs = lowest..<highest
  }

  /// How much of each input sample lies between two places; what lies outside counts for the edge.
  static func coverage(from start: Double, to end: Double, inputCount: Int) -> Taps {
    let edge = Double(inputCount)
    let first = Int(min(max(start, 0), edge - 1))
    let last = Int(min(max(end.rounded(.up) - 1, 0), edge - 1))
    var weights = [Float](repeating: 0, count: max(1, last - first + 1))
    for index in weights.indices {
      let lower = first + index == 0 ? -Double.infinity : Double(first + index)
      let upper = first + index == inputCount - 1 ? Double.infinity : Double(first + index + 1)
      weights[index] = Float(max(0, min(end, upper) - max(start, lower)) / (end - start))
    }
    return Taps(start: first, weights: weights)
  }

  /// Four neighbours weighted by the cubic convolution kernel with a = -1/2.
  /// Source: Keys, "Cubic convolution interpolation for digital image processing", IEEE TASSP 1981.
  static func catmullRom(at place: Double, inputCount: Int) -> Taps {
    let edge = Double(inputCount)
    // Far outside only the edge sample counts; clamping keeps the arithmetic small.
    let centre = min(max(place, -2), edge + 2) - 0.5
    let base = Int(centre.rounded(.down))
    let t = centre - Double(base)
    let shape = [
      ((-0.5 * t + 1) * t - 0.5) * t,
      (1.5 * t - 2.5) * t * t + 1,
      ((-1.5 * t + 2) * t + 0.5) * t,
      (0.5 * t - 0.5) * t * t,
    ]
    let indices = (0..<4).map { min(max(base - 1 + $0, 0), inputCount - 1) }
    var weights = [Float](repeating: 0, count: indices[3] - indices[0] + 1)
    for (index, weight) in zip(indices, shape) { weights[index - indices[0]] += Float(weight) }
    return Taps(start: indices[0], weights: weights)
  }
}

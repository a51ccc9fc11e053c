extension Resample {
  /// Resizes `region` of a picture with a triangle filter that widens when shrinking, the filter
  /// Pillow calls BILINEAR, in its fixed-point arithmetic and order (columns, then rows, rounded to
  /// 8 bits in between), so that training and use see the same numbers. Pixels outside the picture
  /// repeat the nearest edge pixel; the filter itself never looks beyond `region`.
  public static func resizeBilinear(
    _ image: RGBImage, region: PixelRect, toWidth width: Int, height: Int
  ) -> RGBImage {
    precondition(width > 0 && height > 0, "a picture has at least one pixel")
    precondition(region.width > 0 && region.height > 0, "a region has at least one pixel")
    return resizeRows(resizeColumns(image, region: region, to: width), to: height)
  }

  /// For each output sample: the first input sample and the weights of it and the following ones, as
  /// fixed-point numbers that add up to about 1 << 22.
  private struct Triangle {
    static let bits = 22
    let tapCount: Int
    private(set) var starts: [Int]
    private(set) var counts: [Int]
    private(set) var weights: [Int32]

    init(from inputCount: Int, to outputCount: Int) {
      let scale = Double(inputCount) / Double(outputCount)
      let support = max(scale, 1)
      tapCount = Int(support.rounded(.up)) * 2 + 1
      starts = []
      counts = []
      weights = [Int32](repeating: 0, count: outputCount * tapCount)
      for output in 0..<outputCount {
        let centre = (Double(output) + 0.5) * scale
        let first = max(0, Int(centre - support + 0.5))
        let end = min(inputCount, Int(centre + support + 0.5))
        let shape = (first..<end).map { input in
          max(0, 1 - abs((Double(input) - centre + 0.5) / support))
        }
        let sum = shape.reduce(0, +)
        for (tap, value) in shape.enumerated() {
          let fixed = value / sum * Double(1 << Self.bits)
          weights[output * tapCount + tap] = Int32(fixed + 0.5)
        }
        starts.append(first)
        counts.append(shape.count)
      }
    }

    static func round(_ sum: Int32) -> UInt8 {
      UInt8(truncatingIfNeeded: min(max((sum &+ (1 << 21)) >> Int32(bits), 0), 255))
    }
  }

  private static func resizeColumns(
    _ image: RGBImage, region: PixelRect, to width: Int
  ) -> RGBImage {
    let filter = Triangle(from: region.width, to: width)
    let count = width * region.height * 3
    let lastColumn = image.width - 1
    let rgb = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      image.rgb.withUnsafeBufferPointer { samples in
        filter.weights.withUnsafeBufferPointer { weights in
          var to = 0
          for y in 0..<region.height {
            let row = min(max(region.y &+ y, 0), image.height - 1) &* image.width
            for x in 0..<width {
              let firstColumn = region.x &+ filter.starts[x]
              let firstTap = x &* filter.tapCount
              var red: Int32 = 0
              var green: Int32 = 0
              var blue: Int32 = 0
              for tap in 0..<filter.counts[x] {
                let weight = weights[firstTap &+ tap]
                let from = (row &+ min(max(firstColumn &+ tap, 0), lastColumn)) &* 3
                red &+= weight &* Int32(samples[from])
                green &+= weight &* Int32(samples[from &+ 1])
                blue &+= weight &* Int32(samples[from &+ 2])
              }
              out[to] = Triangle.round(red)
              out[to &+ 1] = Triangle.round(green)
              out[to &+ 2] = Triangle.round(blue)
              to &+= 3
            }
          }
        }
      }
      filled = count
    }
    return RGBImage(width: width, height: region.height, rgb: rgb)
  }

  private static func resizeRows(_ source: RGBImage, to height: Int) -> RGBImage {
    let filter = Triangle(from: source.height, to: height)
    let rowSize = source.width * 3
    let count = rowSize * height
    var sums = [Int32](repeating: 0, count: rowSize)
    let rgb = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      source.rgb.withUnsafeBufferPointer { samples in
        sums.withUnsafeMutableBufferPointer { sums in
          for y in 0..<height {
            sums.update(repeating: 0)
            for tap in 0..<filter.counts[y] {
              let weight = filter.weights[y * filter.tapCount + tap]
              let row = (filter.starts[y] + tap) * rowSize
              for index in 0..<rowSize {
                sums[index] &+= weight &* Int32(samples[row &+ index])
              }
            }
            for index in 0..<rowSize { out[y &* rowSize &+ index] = Triangle.round(sums[index]) }
          }
        }
      }
      filled = count
    }
    return RGBImage(width: source.width, height: height, rgb: rgb)
  }
}

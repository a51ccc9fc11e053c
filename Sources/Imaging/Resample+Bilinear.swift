extension Resample {
  /// Resizes `region` of a picture with a triangle filter that widens when shrinking, the filter
  /// Pillow calls BILINEAR, in its fixed-point arithmetic and order (columns, then rows, rounded to
  /// 8 bits in between), so that training and use see the same numbers. Pixels outside the picture
  /// repeat the nearest edge pixel; the filter itself never looks beyond `region`.
  public static func resizeBilinear(
    _ image: RGBImage, region: PixelRect, toWidth width: Int, height: Int
  ) -> RGBImage {
    let count = width * height * 3
    let rgb = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      resizeBilinear(image, region: region, toWidth: width, height: height) {
        index, levels, lanes in
        for lane in 0..<lanes { out[index &+ lane] = UInt8(truncatingIfNeeded: levels[lane]) }
      }
      filled = count
    }
    return RGBImage(width: width, height: height, rgb: rgb)
  }

  /// The same, sixteen samples at a time: `body` gets the index of the first, the levels (0...255)
  /// and how many of them are samples.
  @inline(__always)
  static func resizeBilinear(
    _ image: RGBImage, region: PixelRect, toWidth width: Int, height: Int,
    _ body: (Int, SIMD16<Int32>, Int) -> Void
  ) {
    precondition(width > 0 && height > 0, "a picture has at least one pixel")
    precondition(region.width > 0 && region.height > 0, "a region has at least one pixel")
    let columns = TriangleFilter(from: region.width, to: width)
    let isSquare = region.width == region.height && width == height
    let rows = isSquare ? columns : TriangleFilter(from: region.height, to: height)
    let rowSize = width * 3
    // Loads of sixteen samples may reach past the last row.
    let capacity = rowSize * region.height + 16
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { narrow in
      guard let start = narrow.baseAddress else { return }
      (start + (capacity - 16)).initialize(repeating: 0, count: 16)
      resizeColumns(image, region: region, columns, into: start)
      resizeRows(start, rowSize: rowSize, rows, body)
    }
  }

  private static func resizeColumns(
    _ image: RGBImage, region: PixelRect, _ filter: TriangleFilter,
    into out: UnsafeMutablePointer<UInt8>
  ) {
    let rowSize = filter.starts.count * 3
    let isInside = region.x >= 0 && region.x + region.width <= image.width
    image.rgb.withUnsafeBufferPointer { samples in
      guard let samples = samples.baseAddress else { return }
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: region.width * 3) { room in
        guard let room = room.baseAddress else { return }
        for y in 0..<region.height {
          let row = min(max(region.y &+ y, 0), image.height - 1) &* image.width
          let to = out + y &* rowSize
          if isInside {
            resizeRow(samples + (row &+ region.x) &* 3, filter, into: to)
          } else {
            for x in 0..<region.width {
              let from = (row &+ min(max(region.x &+ x, 0), image.width - 1)) &* 3
              for channel in 0..<3 { room[x &* 3 &+ channel] = samples[from &+ channel] }
            }
            resizeRow(room, filter, into: to)
          }
        }
      }
    }
  }

  /// One row of pixels made narrower or wider. The usual numbers of taps are written out, so that the
  /// loops over them vanish.
  private static func resizeRow(
    _ samples: UnsafePointer<UInt8>, _ filter: TriangleFilter, into out: UnsafeMutablePointer<UInt8>
  ) {
    switch filter.tapCount {
    case 2: resizeRow(samples, filter, tapCount: 2, into: out)
    case 3: resizeRow(samples, filter, tapCount: 3, into: out)
    case 4: resizeRow(samples, filter, tapCount: 4, into: out)
    case 5: resizeRow(samples, filter, tapCount: 5, into: out)
    default: resizeRow(samples, filter, tapCount: filter.tapCount, into: out)
    }
  }

  @inline(__always)
  private static func resizeRow(
    _ samples: UnsafePointer<UInt8>, _ filter: TriangleFilter, tapCount: Int,
    into out: UnsafeMutablePointer<UInt8>
  ) {
    let half: Int32 = 1 << (TriangleFilter.bits - 1)
    filter.starts.withUnsafeBufferPointer { starts in
      filter.weights.withUnsafeBufferPointer { weights in
        var to = 0
        var first = 0
        for start in starts {
          let from = samples + start &* 3
          var (red, green, blue) = (half, half, half)
          for tap in 0..<tapCount {
            let weight = weights[first &+ tap]
            red &+= weight &* Int32(from[tap &* 3])
            green &+= weight &* Int32(from[tap &* 3 &+ 1])
            blue &+= weight &* Int32(from[tap &* 3 &+ 2])
          }
          // Weights of at least 0 leave nothing below 0; their sum may exceed 1 by a rounding.
          out[to] = UInt8(truncatingIfNeeded: min(red &>> TriangleFilter.bits, 255))
          out[to &+ 1] = UInt8(truncatingIfNeeded: min(green &>> TriangleFilter.bits, 255))
          out[to &+ 2] = UInt8(truncatingIfNeeded: min(blue &>> TriangleFilter.bits, 255))
          to &+= 3
          first &+= tapCount
        }
      }
    }
  }

  /// The weights' two halves are multiplied apart: products of 16 bits by 16 are one instruction
  /// where those of 32 bits are seven.
  @inline(__always)
  private static func resizeRows(
    _ samples: UnsafePointer<UInt8>, rowSize: Int, _ filter: TriangleFilter,
    _ body: (Int, SIMD16<Int32>, Int) -> Void
  ) {
    let lowBits: Int32 = 11
    let half = SIMD16<Int32>(repeating: 1 << (TriangleFilter.bits - 1))
    let highest = SIMD16<Int32>(repeating: 255)
    let high = filter.weights.map { Int16($0 >> lowBits) }
    let low = filter.weights.map { Int16($0 & (1 << lowBits - 1)) }
    high.withUnsafeBufferPointer { high in
      low.withUnsafeBufferPointer { low in
        for y in filter.starts.indices {
          let first = y &* filter.tapCount
          let row = UnsafeRawPointer(samples + filter.starts[y] &* rowSize)
          var x = 0
          while x < rowSize {
            var (highSum, lowSum) = (SIMD16<Int32>(), half)
            for tap in 0..<filter.tapCount {
              let from = tap &* rowSize &+ x
              let levels = SIMD16<Int32>(
                truncatingIfNeeded: row.loadUnaligned(fromByteOffset: from, as: SIMD16<UInt8>.self))
              highSum &+= levels &* SIMD16(repeating: Int32(high[first &+ tap]))
              lowSum &+= levels &* SIMD16(repeating: Int32(low[first &+ tap]))
            }
            let sum = (highSum &<< lowBits) &+ lowSum
            var levels = sum &>> TriangleFilter.bits
            levels.replace(with: highest, where: levels .> highest)
            body(y &* rowSize &+ x, levels, min(16, rowSize &- x))
            x &+= 16
          }
        }
      }
    }
  }
}

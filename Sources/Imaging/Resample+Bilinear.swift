import CPixels

extension Resample {
  /// Resizes `region` of a picture with a triangle filter that widens when shrinking, the filter
  /// Pillow calls BILINEAR, in its fixed-point arithmetic and order (columns, then rows, rounded to
  /// 8 bits in between), so that training and use see the same numbers. Pixels outside the picture
  /// repeat the nearest edge pixel; the filter itself never looks beyond `region`.
  public static func resizeBilinear(
    _ image: RGBImage, region: PixelRect, toWidth width: Int, height: Int
  ) -> RGBImage {
    let (count, rowSize) = (width * height * 3, width * 3)
    let rgb = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      resizeBilinear(image, region: region, toWidth: width, height: height) { y, row in
        out.baseAddress?.advanced(by: y &* rowSize).update(from: row, count: rowSize)
      }
      filled = count
    }
    return RGBImage(width: width, height: height, rgb: rgb)
  }

  /// The same a row at a time: `body` gets the number of the row and its `width * 3` samples.
  @inline(__always)
  static func resizeBilinear(
    _ image: RGBImage, region: PixelRect, toWidth width: Int, height: Int,
    _ body: (Int, UnsafePointer<UInt8>) -> Void
  ) {
    precondition(width > 0 && height > 0, "a picture has at least one pixel")
    precondition(region.width > 0 && region.height > 0, "a region has at least one pixel")
    let columns = TriangleFilter(from: region.width, to: width)
    let isSquare = region.width == region.height && width == height
    let rows = isSquare ? columns : TriangleFilter(from: region.height, to: height)
    let rowSize = width * 3
    let pitch = rowSize + reach
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: pitch * (region.height + 1)) { room in
      guard let narrow = room.baseAddress else { return }
      forEachBand(of: region, in: image) { rows, pixels, rowBytes in
        resizeColumns(
          pixels, rowBytes, rowCount: rows.count, columns,
          into: narrow + rows.lowerBound * pitch, pitch)
      }
      resizeRows(narrow, pitch, rowSize: rowSize, rows, into: narrow + pitch * region.height, body)
    }
  }

  /// Loads may reach so many bytes past the last pixel, and stores one.
  private static let reach = 16

  /// Rows that are copied at a time, so that a huge region needs no second picture.
  private static let bandHeight = 64

  /// Lends a region's rows, band by band: their numbers, the first pixel and the distance of the rows. Those of the
  /// picture where the region lies well inside, else copies.
  private static func forEachBand(
    of region: PixelRect, in image: RGBImage,
    _ body: (Range<Int>, UnsafePointer<UInt8>, Int) -> Void
  ) {
    image.rgb.withUnsafeBufferPointer { samples in
      guard let start = samples.baseAddress else { return }
      let isInside =
        region.x >= 0 && region.y >= 0 && region.x + region.width <= image.width
        && region.y + region.height <= image.height
      let last = (region.y + region.height - 1) * image.width + region.x + region.width
      if isInside, last * 3 + reach <= samples.count {
        let first = start + (region.y * image.width + region.x) * 3
        body(0..<region.height, first, image.width * 3)
        return
      }
      let rowBytes = region.width * 3
      let size = rowBytes * min(bandHeight, region.height) + reach
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { copy in
        guard let copy = copy.baseAddress else { return }
        (copy + (size - reach)).initialize(repeating: 0, count: reach)
        for top in stride(from: 0, to: region.height, by: bandHeight) {
          let rows = top..<min(top + bandHeight, region.height)
          for y in rows {
            let row = start + min(max(region.y + y, 0), image.height - 1) * image.width * 3
            copyRow(
              row, width: image.width, from: region.x, count: region.width,
              copy + (y - top) * rowBytes)
          }
          body(rows, copy, rowBytes)
        }
      }
    }
  }

  /// Copies `count` pixels of a row; outside the row its first or last pixel is repeated.
  private static func copyRow(
    _ row: UnsafePointer<UInt8>, width: Int, from first: Int, count: Int,
    _ copy: UnsafeMutablePointer<UInt8>
  ) {
    let inside = max(first, 0)..<max(min(first + count, width), max(first, 0))
    (copy + (inside.lowerBound - first) * 3).update(
      from: row + inside.lowerBound * 3, count: inside.count * 3)
    func repeatEdge(_ places: Range<Int>) {
      for x in places {
        let from = min(max(first + x, 0), width - 1) * 3
        for channel in 0..<3 { copy[x * 3 + channel] = row[from + channel] }
      }
    }
    // A row may lie wholly to one side of the picture.
    repeatEdge(0..<min(inside.lowerBound - first, count))
    repeatEdge(min(inside.upperBound - first, count)..<count)
  }

  private static func resizeColumns(
    _ pixels: UnsafePointer<UInt8>, _ rowBytes: Int, rowCount: Int, _ filter: TriangleFilter,
    into out: UnsafeMutablePointer<UInt8>, _ pitch: Int
  ) {
    filter.starts.withUnsafeBufferPointer { starts in
      filter.weights.withUnsafeBufferPointer { weights in
        var call = hv_columns(
          pixels: pixels, row_bytes: rowBytes, row_count: Int32(rowCount),
          starts: starts.baseAddress, weights: weights.baseAddress,
          tap_count: Int32(filter.tapCount), count: Int32(filter.starts.count), into: out,
          into_row_bytes: pitch)
        PixelLoops.table.resize_columns(&call)
      }
    }
  }

  @inline(__always)
  private static func resizeRows(
    _ narrow: UnsafePointer<UInt8>, _ pitch: Int, rowSize: Int, _ filter: TriangleFilter,
    into row: UnsafeMutablePointer<UInt8>, _ body: (Int, UnsafePointer<UInt8>) -> Void
  ) {
    let loops = PixelLoops.table
    filter.weights.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      for y in filter.starts.indices {
        loops.resize_row(
          narrow + Int(filter.starts[y]) &* pitch, pitch, weights + y &* filter.tapCount,
          Int32(filter.tapCount), Int32(rowSize), row)
        body(y, row)
      }
    }
  }
}

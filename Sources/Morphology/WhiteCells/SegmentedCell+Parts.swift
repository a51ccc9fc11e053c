import Imaging
import Review

extension SegmentedCell {
  /// Draws the outline between the places of the grid, and measures what it encloses.
  init(_ box: PixelRect, _ parts: CellParts, grid: CellGrid, image: RGBImage) {
    let region = Self.region(of: parts, grid: grid, image: image, box: box)
    let nucleus = FinePlane(parts.nucleus, grid: grid, region: region)
    let cell = FinePlane(parts.cell, grid: grid, region: region)
    var mask = [UInt8](repeating: Part.background.rawValue, count: region.area)
    mask.withUnsafeMutableBufferPointer { mask in
      for y in 0..<region.height {
        let row = y &* region.width
        cell.forRow(y) { x, lead in
          if lead > 0 { mask[row &+ x] = Part.cytoplasm.rawValue }
        }
        nucleus.forRow(y) { x, lead in
          if lead > 0 { mask[row &+ x] = Part.nucleus.rawValue }
        }
      }
    }
    self.init(
      box: box, region: region, mask: mask,
      measures: CellMeasures(mask, region: region, parts: parts, grid: grid, image: image))
  }

  /// The smallest box of pixels around the cell's places; the given one where there are none.
  private static func region(
    of parts: CellParts, grid: CellGrid, image: RGBImage, box: PixelRect
  ) -> PixelRect {
    var (left, right, top, bottom) = (grid.width, -1, grid.height, -1)
    for y in 0..<grid.height {
      for x in 0..<grid.width where parts.cell[y * grid.width + x] > 0 {
        (left, right) = (min(left, x), max(right, x))
        (top, bottom) = (min(top, y), max(bottom, y))
      }
    }
    guard right >= 0 else { return box.intersection(image.bounds) }
    // Between a place inside and its neighbour outside the outline may run anywhere.
    let step = grid.reduction
    return PixelRect(
      x: grid.region.x + (left - 1) * step, y: grid.region.y + (top - 1) * step,
      width: (right - left + 3) * step, height: (bottom - top + 3) * step
    ).intersection(image.bounds)
  }
}

/// A plane of the grid, read between its places at every pixel of a region.
private struct FinePlane {
  private let values: [Float]
  private let width: Int
  private let height: Int
  private let top: Float
  private let step: Float
  /// For each column the place to the left and how far it is to the next.
  private let columns: [(place: Int, part: Float)]

  init(_ values: [Float], grid: CellGrid, region: PixelRect) {
    self.values = values
    (width, height) = (grid.width, grid.height)
    let step = Float(grid.reduction)
    self.step = step
    let left = Float(region.x - grid.region.x)
    top = Float(region.y - grid.region.y)
    let width = width
    columns = (0..<region.width).map { column in
      let at = min(max((left + Float(column) + 0.5) / step - 0.5, 0), Float(width - 1))
      let place = min(Int(at), max(width - 2, 0))
      return (place, at - Float(place))
    }
  }

  /// Bilinear interpolation along a row of the region; the outermost places reach to the edge.
  @inline(__always)
  func forRow(_ y: Int, _ body: (Int, Float) -> Void) {
    let at = min(max((top + Float(y) + 0.5) / step - 0.5, 0), Float(height - 1))
    let row = min(Int(at), max(height - 2, 0))
    let part = at - Float(row)
    let (above, below) = (row &* width, min(row &+ 1, height &- 1) &* width)
    let next = width > 1 ? 1 : 0
    values.withUnsafeBufferPointer { values in
      for x in columns.indices {
        let (place, across) = columns[x]
        let upper = values[above &+ place] * (1 - across) + values[above &+ place &+ next] * across
        let lower = values[below &+ place] * (1 - across) + values[below &+ place &+ next] * across
        body(x, upper * (1 - part) + lower * part)
      }
    }
  }
}

package import Imaging

/// The features of one masked cell's places and what they really are: what `PartClassifier` is
/// fitted on.
package struct PartSample {
  /// Number of places.
  package let places: Int
  /// A plane a feature, then the nucleus's share of each place and the whole cell's, 0...1; shares of
  /// -1 where another found cell is nearer, which the mask may not tell of.
  package let values: [Float]

  /// A found cell belongs to the mask when it holds this part of the masked pixels.
  private static let leastPart = 0.5

  /// One sample for each box that holds most of what is masked. The mask is as large as the picture,
  /// in grey levels of `SegmentedCell.Part`.
  package static func samples(
    _ boxes: [PixelRect], in image: RGBImage, mask: RGBImage
  ) -> [PartSample] {
    let glass = Glass(image)
    let masked = pixels(of: mask, in: mask.bounds)
    return boxes.indices.compactMap { index in
      guard pixels(of: mask, in: boxes[index]) > leastPart * masked else { return nil }
      let grid = CellGrid(boxes[index], in: image, glass: glass)
      let features = CellFeatures(grid)
      guard features.hasCore else { return nil }
      let others = CellShares(of: boxes, index, on: grid)
      var nucleus = [Float](repeating: 0, count: grid.count)
      var cell = nucleus
      let part = 1 / Float(grid.reduction * grid.reduction)
      for y in 0..<grid.region.height {
        for x in 0..<grid.region.width {
          let (column, row) = (
            min(grid.region.x + x, mask.width - 1), min(grid.region.y + y, mask.height - 1)
          )
          let level = mask[column, row].red
          let place = y / grid.reduction * grid.width + x / grid.reduction
          if level >= 192 { nucleus[place] += part }
          if level >= 64 { cell[place] += part }
        }
      }
      for place in nucleus.indices where !others.isOwn(place) {
        (nucleus[place], cell[place]) = (-1, -1)
      }
      return PartSample(places: grid.count, values: features.values + nucleus + cell)
    }
  }

  private static func pixels(of mask: RGBImage, in box: PixelRect) -> Double {
    var count = 0.0
    for y in box.y..<min(box.y + box.height, mask.height) {
      for x in box.x..<min(box.x + box.width, mask.width) where mask[x, y].red >= 64 { count += 1 }
    }
    return count
  }
}

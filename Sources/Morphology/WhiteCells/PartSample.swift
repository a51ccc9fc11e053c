package import Imaging

/// The features of one masked cell's places and what they really are: what `PartClassifier` is
/// fitted on.
package struct PartSample {
  /// Number of places.
  package let places: Int
  /// A plane a feature, then the nucleus's share of each place and the whole cell's, 0...1; -1 where it is
  /// not known.
  package let values: [Float]

  /// A found cell belongs to the mask when it holds this part of the masked pixels.
  private static let leastPart = 0.5

  /// Whose inputs are wanted.
  package enum Look: Int, Sendable { case first = 1, second }

  /// One sample for each box that holds most of what is masked. The mask is as large as the picture,
  /// in grey levels of `SegmentedCell.Part`.
  package static func samples(
    _ boxes: [PixelRect], in image: RGBImage, mask: RGBImage, look: Look
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
      let inputs = inputs(features, grid: grid, look: look)
      return PartSample(places: grid.count, values: inputs + nucleus + cell)
    }
  }

  /// The same from drawn boxes alone: what lies outside of all is no cell, the middle of a box is, with or
  /// without nucleus; the rest of it is not known.
  package static func samples(
    _ boxes: [PixelRect], in image: RGBImage, drawn: [PixelRect], look: Look
  ) -> [PartSample] {
    let glass = Glass(image)
    return boxes.indices.compactMap { index in
      guard drawn.contains(where: { $0.intersectionOverUnion(boxes[index]) > leastPart }) else {
        return nil
      }
      let grid = CellGrid(boxes[index], in: image, glass: glass)
      let features = CellFeatures(grid)
      guard features.hasCore else { return nil }
      let shares = CellShares(of: boxes, index, on: grid)
      var nucleus = [Float](repeating: 0, count: grid.count)
      var cell = nucleus
      for place in nucleus.indices {
        let (column, row) = (place % grid.width, place / grid.width)
        let step = Float(grid.reduction)
        let x = Float(grid.region.x) + (Float(column) + 0.5) * step
        let y = Float(grid.region.y) + (Float(row) + 0.5) * step
        // How far out the place lies in the nearest box: 1 on the ellipse, and on the box's sides.
        let places = drawn.map { box in
          (
            u: abs(x - Float(box.x) - Float(box.width) / 2) / Float(box.width) * 2,
            v: abs(y - Float(box.y) - Float(box.height) / 2) / Float(box.height) * 2
          )
        }
        if places.contains(where: { $0.u * $0.u + $0.v * $0.v < middle * middle }) {
          (nucleus[place], cell[place]) = (-1, shares.isOwn(place) ? 1 : -1)
        } else if places.contains(where: { max($0.u, $0.v) < outside }) {
          (nucleus[place], cell[place]) = (-1, -1)
        }
      }
      return PartSample(
        places: grid.count, values: inputs(features, grid: grid, look: look) + nucleus + cell)
    }
  }

  /// Radii of a drawn box within which all is cell, and out of which nothing is.
  private static let middle: Float = 0.75
  private static let outside: Float = 1.06

  private static func inputs(_ features: CellFeatures, grid: CellGrid, look: Look) -> [Float] {
    switch look {
    case .first: features.values
    case .second:
      ContextFeatures.values(
        features, PartNetwork.firstLook.margins(features.values, places: grid.count), grid: grid)
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

public import Imaging

/// Tells nucleus and cytoplasm of found white cells apart.
///
/// Around each box the light is divided out (`Glass`), the densities are put on a grid (`CellGrid`), a
/// small network says of each place what it looks like (`CellFeatures`, `PartClassifier`), and what
/// hangs together is taken (`CellParts`): neighbouring white cells are parted between their nuclei, red
/// cells that lie against the cytoplasm are cut off at the neck. The outline is drawn between the
/// places, so the mask is as fine as the picture.
public enum CellSegmentation {
  /// Every cell's mask and measures, in the order of the boxes; all white cells of the picture
  /// belong among them, so that those that touch can be parted. Boxes lie in the picture.
  public static func segment(_ boxes: [PixelRect], in image: RGBImage) -> [SegmentedCell] {
    guard !boxes.isEmpty else { return [] }
    let glass = Glass(image)
    return boxes.indices.map { index in
      let grid = CellGrid(boxes[index], in: image, glass: glass)
      let features = CellFeatures(grid)
      let parts = CellParts(
        PartClassifier.margins(features, grid: grid),
        core: features.core, shares: CellShares(of: boxes, index, on: grid), grid: grid)
      return SegmentedCell(boxes[index], parts, grid: grid, image: image)
    }
  }
}

public import Imaging
import Morphology
public import Review

extension Analyzer {
  /// The cells of a picture, each with what is measured of its nucleus and cytoplasm; those that were measured
  /// already stay as they are.
  public static func measured(
    _ cells: [Review.FoundCell], in image: RGBImage
  ) -> [Review.FoundCell] {
    guard cells.contains(where: { $0.measures == nil }) else { return cells }
    let segmented = CellSegmentation.segment(cells.map { PixelRect($0.box) }, in: image)
    return zip(cells, segmented).map { cell, segment in
      Review.FoundCell(
        id: cell.id, box: cell.box, suggestion: cell.suggestion, fingerprint: cell.fingerprint,
        measures: segment.measures)
    }
  }

  /// What is measured of the cell in a box that a person placed; white cells beside it are found anew, so
  /// that those which touch it are parted from it.
  public static func measures(of box: Box, in image: RGBImage) -> CellMeasures? {
    let others = CellFinder.find(in: image).map { Box($0.box) }
      .filter { $0.intersectionOverUnion(box) < ImageReview.sameCellOverlap }
    return CellSegmentation.segment(([box] + others).map { PixelRect($0) }, in: image)
      .first?.measures
  }
}

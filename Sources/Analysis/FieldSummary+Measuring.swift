public import Imaging
import Morphology
public import Review

extension FieldSummary {
  /// Measures everything in a picture: nucleus and cytoplasm of its white cells, its red cells, its platelets,
  /// and whether it suits that.
  ///
  /// - Parameter boxes: where the white cells lie, within the picture; nil to find them.
  public init(of image: RGBImage, whiteCells boxes: [Box]? = nil) {
    let places = boxes.map { $0.map { PixelRect($0) } } ?? CellFinder.find(in: image).map(\.box)
    let field = FieldMeasurement(image, whiteCells: CellSegmentation.segment(places, in: image))
    self.init(
      whiteCells: field.whiteCells.map { WhiteCell(box: Box($0.box), measures: $0.measures) },
      redCells: field.redCells,
      platelets: field.platelets.map { Box($0.box) }, quality: field.quality,
      pixels: image.width * image.height)
  }
}

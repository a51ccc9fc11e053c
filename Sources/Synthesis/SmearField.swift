public import Imaging

/// Draws synthetic fields of stained blood smears whose truth is known exactly.
///
/// The way of a field: `FieldSpecification` says what is wanted; `Placement` puts white cells, red
/// cells and platelets; each structure adds its dyes' optical density to a `DensityCanvas`; `Optics`
/// turns density into light (Beer-Lambert), blurs it, adds the camera's faults and makes bytes. The
/// truth is taken from the same signed distances that draw, so boxes, areas and counts are exact.
/// Everything is pure: the same specification and seed give the same pixels.
public struct SmearField: Sendable {
  /// What was asked for.
  public let specification: FieldSpecification
  /// The picture.
  public let image: RGBImage
  /// What is in the picture.
  public let truth: FieldTruth
  /// One byte a pixel: 255 nucleus, 128 cytoplasm of a white cell, 0 the rest.
  public let whiteCellMask: [UInt8]
  /// One byte a pixel: how many red cells cover it.
  public let redCellCover: [UInt8]

  /// Draws the field that `seed` gives for `specification`.
  public static func render(_ specification: FieldSpecification, seed: UInt64) -> SmearField {
    var random = RandomSource(seed: seed)
    let (canvas, survey) = draw(specification, random: &random)
    let image = Camera.expose(canvas, specification: specification, random: &random)
    return SmearField(
      specification: specification, image: image, truth: survey.truth(),
      whiteCellMask: survey.whiteCellMask, redCellCover: survey.redCellCover)
  }

  /// Optical density in red, green and blue of each pixel, before light and camera.
  package static func density(
    _ specification: FieldSpecification, seed: UInt64
  ) -> [SIMD3<Float>] {
    var random = RandomSource(seed: seed)
    let canvas = draw(specification, random: &random).canvas
    return canvas.density.indices.map {
      canvas.total(at: $0, haemoglobin: specification.style.haemoglobin)
    }
  }

  private static func draw(
    _ specification: FieldSpecification, random: inout RandomSource
  ) -> (canvas: DensityCanvas, survey: Survey) {
    let scene = Placement.scene(for: specification, random: &random)
    var canvas = DensityCanvas(width: specification.width, height: specification.height)
    var survey = Survey(specification: specification)
    let scale = specification.pixelsPerMicrometre
    for cell in scene.redCells {
      survey.note(cell, cover: cell.draw(on: &canvas, scale: scale, style: specification.style))
    }
    for platelet in scene.platelets {
      survey.note(
        platelet, drawn: platelet.draw(on: &canvas, scale: scale, style: specification.style))
    }
    for cell in scene.whiteCells {
      survey.note(cell, drawn: cell.draw(on: &canvas, scale: scale, style: specification.style))
    }
    for speck in scene.specks { speck.draw(on: &canvas, scale: scale) }
    return (canvas, survey)
  }
}

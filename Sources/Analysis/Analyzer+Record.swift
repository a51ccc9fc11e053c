public import Imaging
import Morphology
public import Review

extension Analyzer {
  /// A judged picture with what only the record holds of it: measures of its cells, and what picture and cells are
  /// known by when they come up a second time. Takes about as long as judging does.
  public static func recorded(
    _ facts: PictureFacts, _ cells: [Review.FoundCell], in image: RGBImage
  ) -> (PictureFacts, [Review.FoundCell]) {
    (
      PictureFacts(
        sha256: facts.sha256, bytes: facts.bytes, width: facts.width, height: facts.height,
        fingerprint: fingerprint(of: image).hexadecimal),
      measured(cells, in: image).map { cell in
        Review.FoundCell(
          id: cell.id, box: cell.box, suggestion: cell.suggestion,
          fingerprint: fingerprint(of: cell.box, in: image).hexadecimal, measures: cell.measures)
      }
    )
  }

  /// What the cell in `box` is known by when it comes up a second time.
  public static func fingerprint(of box: Box, in image: RGBImage) -> Fingerprint {
    fingerprint(of: image, region: Crop.square(around: PixelRect(box), scale: fingerprintScale))
  }

  /// The same of the whole picture.
  public static func fingerprint(of image: RGBImage) -> Fingerprint {
    fingerprint(of: image, region: image.bounds)
  }

  private static func fingerprint(of image: RGBImage, region: PixelRect) -> Fingerprint {
    Fingerprint(
      coefficients: CosineTransform.lowFrequencies(
        of: image, region: region, side: Fingerprint.side))
  }

  /// Side of the square over the longer side of the box: with the cell's nearest surroundings it is told
  /// best from others. A part of the hash as it stands in logs, not of the model.
  private static let fingerprintScale = 1.5
}

public import Imaging
import Morphology
public import Review

/// A picture whose white cells were found and not judged yet: all that can be had without a model.
public struct LocatedPicture: Sendable {
  /// Hash and size.
  public let facts: PictureFacts
  /// The picture itself.
  public let image: RGBImage
  let boxes: [Box]

  /// Finds the white cells of a picture that was decoded from a file's `bytes`.
  public init(_ image: RGBImage, of bytes: [UInt8]) {
    self.image = image
    facts = PictureFacts(
      sha256: sha256(of: bytes), bytes: bytes.count, width: image.width, height: image.height)
    boxes = CellFinder.find(in: image).map { Box($0.box) }
  }
}

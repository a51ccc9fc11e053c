public import Imaging
import Morphology
public import Review

/// A picture whose white cells were found and not judged yet: all that can be had without a model.
public struct LocatedPicture: Sendable {
  /// Hash, size and fingerprint.
  public let facts: PictureFacts
  /// The picture itself.
  public let image: RGBImage
  let cells: [(box: Box, fingerprint: Fingerprint)]

  /// Finds the white cells of a picture that was decoded from a file's `bytes`.
  public init(_ image: RGBImage, of bytes: [UInt8]) {
    self.image = image
    facts = PictureFacts(
      sha256: sha256(of: bytes), bytes: bytes.count, width: image.width, height: image.height,
      fingerprint: Analyzer.fingerprint(of: image).hexadecimal)
    cells = CellFinder.find(in: image).map { found in
      let box = Box(found.box)
      return (box, Analyzer.fingerprint(of: box, in: image))
    }
  }
}

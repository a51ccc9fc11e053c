/// What a file says of its picture before any pixel is decoded.
public struct ImageHeader: Hashable, Sendable {
  /// Told by the first bytes.
  public let format: ImageFormat
  /// Size in pixels after the orientation is applied.
  public let width: Int
  public let height: Int
  /// How the stored rows are turned to stand upright.
  public let orientation: Orientation

  init(format: ImageFormat, storedWidth: Int, storedHeight: Int, orientation: Orientation) {
    self.format = format
    self.orientation = orientation
    width = orientation.swapsSides ? storedHeight : storedWidth
    height = orientation.swapsSides ? storedWidth : storedHeight
  }

  var storedWidth: Int { orientation.swapsSides ? height : width }
  var storedHeight: Int { orientation.swapsSides ? width : height }
}

extension ImageFormat {
  /// The format by its signature.
  static func detect(_ bytes: [UInt8]) throws(ImageError) -> ImageFormat {
    guard !bytes.isEmpty else { throw .emptyFile }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if bytes.starts(with: PNGStructure.signature) { return .png }
    // A file cut inside its signature is a truncated one, not an unknown one.
    if bytes.count >= 2, bytes.count < 8, PNGStructure.signature.starts(with: bytes) {
      throw .truncated(.png)
    }
    if bytes == [0xFF, 0xD8] { throw .truncated(.jpeg) }
    for other in foreignFormats {
      let window = bytes.dropFirst(other.offset).prefix(other.signature.count)
      if window.elementsEqual(other.signature) { throw .unsupportedFormat(name: other.name) }
    }
    throw .unknownFormat(firstBytes: Array(bytes.prefix(8)))
  }

  /// Formats a laboratory may meet, so that the refusal can name them.
  private static let foreignFormats: [(name: String, offset: Int, signature: [UInt8])] = [
    ("GIF", 0, Array("GIF8".utf8)),
    ("BMP", 0, Array("BM".utf8)),
    ("TIFF", 0, [0x49, 0x49, 0x2A, 0x00]),
    ("TIFF", 0, [0x4D, 0x4D, 0x00, 0x2A]),
    ("BigTIFF", 0, [0x49, 0x49, 0x2B, 0x00]),
    ("WebP", 8, Array("WEBP".utf8)),
    ("HEIF or AVIF", 4, Array("ftyp".utf8)),
    ("JPEG 2000", 0, [0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20]),
    ("JPEG XL", 0, [0xFF, 0x0A]),
    ("DICOM", 128, Array("DICM".utf8)),
    ("PDF", 0, Array("%PDF".utf8)),
  ]
}

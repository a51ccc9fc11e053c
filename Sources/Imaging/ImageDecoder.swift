/// Turns the bytes of a JPEG or PNG file into an upright RGB picture.
///
/// What is shown is what is stored: no gamma, no colour profile. Grey is repeated into three
/// channels, sixteen bits are scaled to eight, CMYK is multiplied out, transparency lies over white
/// (the bright field of a microscope). A truncated or damaged file is refused, not guessed.
public enum ImageDecoder {
  /// The format, size and orientation, with the limits not yet applied.
  public static func header(of bytes: [UInt8]) throws(ImageError) -> ImageHeader {
    try Content(bytes).header
  }

  /// The whole picture, upright.
  public static func decode(
    _ bytes: [UInt8], limits: ImageLimits = .standard
  ) throws(ImageError) -> RGBImage {
    try decode(bytes, limits: limits, shrink: 1)
  }

  /// The picture, perhaps smaller: a JPEG is decoded at 1/2, 1/4 or 1/8 where both sides still have
  /// the asked number of pixels. For previews, which need few of a big picture's pixels.
  public static func decode(
    _ bytes: [UInt8], atLeast width: Int, by height: Int, limits: ImageLimits = .standard
  ) throws(ImageError) -> RGBImage {
    let header = try header(of: bytes)
    let shrink = [8, 4, 2].first { header.width / $0 >= width && header.height / $0 >= height }
    return try decode(bytes, limits: limits, shrink: shrink ?? 1)
  }

  private static func decode(
    _ bytes: [UInt8], limits: ImageLimits, shrink: Int
  ) throws(ImageError) -> RGBImage {
    guard bytes.count <= limits.fileBytes else {
      throw .fileTooLarge(bytes: bytes.count, limit: limits.fileBytes)
    }
    let content = try Content(bytes)
    let header = content.header
    try limits.check(width: header.width, height: header.height)
    guard content.isComplete else { throw .truncated(header.format) }
    let stored: RGBImage
    switch content {
    case .jpeg(let structure):
      guard structure.scanCount <= limits.scans else {
        throw .tooManyScans(count: structure.scanCount, limit: limits.scans)
      }
      stored = try JPEGCodec.decode(bytes, structure: structure, shrink: shrink)
    case .png:
      stored = try PNGCodec.decode(bytes, width: header.storedWidth, height: header.storedHeight)
    }
    return header.orientation.apply(to: stored)
  }

  private enum Content {
    case jpeg(JPEGStructure)
    case png(PNGStructure)

    init(_ bytes: [UInt8]) throws(ImageError) {
      switch try ImageFormat.detect(bytes) {
      case .jpeg: self = .jpeg(try JPEGStructure(bytes))
      case .png: self = .png(try PNGStructure(bytes))
      }
    }

    var header: ImageHeader {
      switch self {
      case .jpeg(let jpeg):
        ImageHeader(
          format: .jpeg, storedWidth: jpeg.width, storedHeight: jpeg.height,
          orientation: jpeg.orientation)
      case .png(let png):
        ImageHeader(
          format: .png, storedWidth: png.width, storedHeight: png.height,
          orientation: png.orientation)
      }
    }

    var isComplete: Bool {
      switch self {
      case .jpeg(let jpeg): jpeg.hasEnd
      case .png(let png): png.hasEnd
      }
    }
  }
}

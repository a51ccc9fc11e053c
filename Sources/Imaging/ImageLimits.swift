/// The largest pictures that are read. Checked against the header, before memory is taken.
public struct ImageLimits: Hashable, Sendable {
  /// Bytes in the file.
  public var fileBytes: Int
  /// Width times height.
  public var pixels: Int
  /// The longer side in pixels.
  public var sideInPixels: Int
  /// Scans of a progressive JPEG: each one goes over the whole picture again.
  public var scans: Int

  /// 64 MB, 50 megapixels, sides of 16,384 and 100 scans unless told otherwise.
  public init(
    fileBytes: Int = 64 << 20, pixels: Int = 50_000_000, sideInPixels: Int = 16_384,
    scans: Int = 100
  ) {
    self.fileBytes = fileBytes
    self.pixels = pixels
    self.sideInPixels = sideInPixels
    self.scans = scans
  }

  /// The limits the program works with.
  public static let standard = ImageLimits()

  func check(width: Int, height: Int) throws(ImageError) {
    guard max(width, height) <= sideInPixels else {
      throw .sideTooLong(width: width, height: height, limit: sideInPixels)
    }
    guard width * height <= pixels else {
      throw .tooManyPixels(width: width, height: height, limit: pixels)
    }
  }
}

/// Writes pictures as files in memory.
public enum ImageEncoder {
  /// An 8-bit RGB PNG file.
  ///
  /// - Parameter remark: what stands in the file's text chunk `Disclaimer`.
  public static func png(
    _ image: RGBImage, remark: String? = nil
  ) throws(ImageError) -> [UInt8] {
    try PNGCodec.encode(image, remark: remark)
  }

  /// A baseline JPEG file of `quality` 1...100; colour keeps its full resolution from 90 up.
  public static func jpeg(_ image: RGBImage, quality: Int) throws(ImageError) -> [UInt8] {
    precondition((1...100).contains(quality), "JPEG quality is 1 to 100")
    return try JPEGCodec.encode(image, quality: quality)
  }
}

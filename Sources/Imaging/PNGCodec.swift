import CPNG

/// PNG through our own C layer over libpng, where its long jumps stay.
enum PNGCodec {
  /// Decodes a file whose header names this size. Not yet turned upright.
  static func decode(_ bytes: [UInt8], width: Int, height: Int) throws(ImageError) -> RGBImage {
    var message = [CChar](repeating: 0, count: Int(CPNG_MESSAGE_SIZE))
    var rgb = [UInt8](repeating: 0, count: width * height * 3)
    let status = cpng_decode_rgb(
      bytes, bytes.count, UInt32(width), UInt32(height), &rgb, &message)
    switch cpng_status(rawValue: UInt32(status)) {
    case CPNG_OK: return RGBImage(width: width, height: height, rgb: rgb)
    case CPNG_TRUNCATED: throw .truncated(.png)
    case CPNG_NO_MEMORY: throw .outOfMemory(width: width, height: height)
    default: throw .corrupt(.png, detail: text(message))
    }
  }

  /// An 8-bit RGB file without gamma or profile; `remark` as its text `Disclaimer`.
  static func encode(_ image: RGBImage, remark: String?) throws(ImageError) -> [UInt8] {
    var message = [CChar](repeating: 0, count: Int(CPNG_MESSAGE_SIZE))
    var file: UnsafeMutablePointer<UInt8>?
    var size = 0
    // A NUL would end the text for libpng.
    let text = remark.map { Array($0.utf8.filter { $0 != 0 }).map(CChar.init(bitPattern:)) + [0] }
    let status = cpng_encode_rgb(
      image.rgb, UInt32(image.width), UInt32(image.height), text, &file, &size, &message)
    defer { cpng_free(file) }
    guard status == Int32(CPNG_OK.rawValue), let file else {
      throw .encodingFailed(.png, detail: Self.text(message))
    }
    return Array(UnsafeBufferPointer(start: file, count: size))
  }

  private static func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The size and orientation of a PNG file, read from its chunks without inflating anything.
/// Source: W3C PNG (third edition), 5 and 11.
struct PNGStructure {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private(set) var width = 0
  private(set) var height = 0
  private(set) var orientation = Orientation.upright
  /// Whether the IEND chunk was met; a file without it was cut.
  private(set) var hasEnd = false

  /// Walks to IEND; the file must begin with the signature.
  init(_ bytes: [UInt8]) throws(ImageError) {
    try readHeader(bytes)
    var position = Self.signature.count
    // Each chunk: length, name, data, CRC.
    while position + 12 <= bytes.count {
      let length = Self.unsigned32(bytes, position)
      guard length <= bytes.count - position - 12 else { return }
      let name = bytes[(position + 4)..<(position + 8)]
      let data = bytes[(position + 8)..<(position + 8 + length)]
      if name.elementsEqual("eXIf".utf8) {
        orientation = ExifOrientation.parse(data) ?? .upright
      } else if name.elementsEqual("IEND".utf8) {
        hasEnd = true
        return
      }
      position += 12 + length
    }
  }

  private mutating func readHeader(_ bytes: [UInt8]) throws(ImageError) {
    let start = Self.signature.count
    guard bytes.count >= start + 25 else { throw .truncated(.png) }
    guard Self.unsigned32(bytes, start) == 13,
      bytes[(start + 4)..<(start + 8)].elementsEqual("IHDR".utf8)
    else { throw .corrupt(.png, detail: "the first chunk is not IHDR") }
    width = Self.unsigned32(bytes, start + 8)
    height = Self.unsigned32(bytes, start + 12)
    guard width > 0, height > 0 else { throw .corrupt(.png, detail: "a side of 0 pixels") }
  }

  private static func unsigned32(_ bytes: [UInt8], _ offset: Int) -> Int {
    (0..<4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
  }
}

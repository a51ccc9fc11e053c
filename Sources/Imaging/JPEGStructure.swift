import Glibc

/// The frame, the scans and the orientation of a JPEG file, read from its markers without decoding.
/// Source: ITU-T T.81, annex B.
struct JPEGStructure {
  private(set) var width = 0
  private(set) var height = 0
  private(set) var componentCount = 0
  private(set) var scanCount = 0
  private(set) var isProgressive = false
  private(set) var orientation = Orientation.upright
  /// Whether the end marker was met; a file without it was cut.
  private(set) var hasEnd = false

  private let bytes: [UInt8]
  private var position = 2
  private var hasOrientation = false

  private enum Marker {
    static let startOfImage: UInt8 = 0xD8
    static let endOfImage: UInt8 = 0xD9
    static let startOfScan: UInt8 = 0xDA
    static let exif: UInt8 = 0xE1
    /// SOF0...SOF15 without DHT (C4), JPG (C8) and DAC (CC).
    static func isFrame(_ code: UInt8) -> Bool {
      (0xC0...0xCF).contains(code) && code != 0xC4 && code != 0xC8 && code != 0xCC
    }
    /// Markers that stand alone, without a length: TEM and RST0...RST7.
    static func isAlone(_ code: UInt8) -> Bool { code == 0x01 || (0xD0...0xD7).contains(code) }
  }

  /// Walks to the end marker; the file must begin with a JPEG's signature.
  init(_ bytes: [UInt8]) throws(ImageError) {
    self.bytes = bytes
    while !hasEnd, let code = nextMarker() { try take(code) }
    guard componentCount > 0 else {
      throw hasEnd ? .corrupt(.jpeg, detail: "no frame header") : .truncated(.jpeg)
    }
  }

  private mutating func take(_ code: UInt8) throws(ImageError) {
    if code == Marker.endOfImage {
      hasEnd = true
      return
    }
    if Marker.isAlone(code) { return }
    guard code != Marker.startOfImage else { throw .corrupt(.jpeg, detail: "two start markers") }
    guard let segment = nextSegment() else {
      position = bytes.count
      return
    }
    if Marker.isFrame(code) {
      try readFrame(segment, code: code)
    } else if code == Marker.startOfScan {
      scanCount += 1
    } else if code == Marker.exif, !hasOrientation {
      let name: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]  // "Exif", NUL, NUL
      guard segment.starts(with: name) else { return }
      hasOrientation = true
      orientation = ExifOrientation.parse(segment.dropFirst(name.count)) ?? .upright
    }
  }

  private mutating func readFrame(_ frame: ArraySlice<UInt8>, code: UInt8) throws(ImageError) {
    guard componentCount == 0 else { throw .corrupt(.jpeg, detail: "two frame headers") }
    guard frame.count >= 6 else { throw .corrupt(.jpeg, detail: "a short frame header") }
    let field = Array(frame.prefix(6))
    switch code {
    case 0xC0, 0xC1: break
    case 0xC2: isProgressive = true
    case 0xC3: throw .unsupportedVariant(.jpeg, detail: "lossless")
    case 0xC9, 0xCA: throw .unsupportedVariant(.jpeg, detail: "arithmetic coding")
    default: throw .unsupportedVariant(.jpeg, detail: "hierarchical or differential")
    }
    guard field[0] == 8 else {
      throw .unsupportedVariant(.jpeg, detail: "\(field[0]) bits a sample")
    }
    height = Int(field[1]) << 8 | Int(field[2])
    width = Int(field[3]) << 8 | Int(field[4])
    guard width > 0, height > 0 else { throw .corrupt(.jpeg, detail: "a side of 0 pixels") }
    guard [1, 3, 4].contains(field[5]) else {
      throw .unsupportedVariant(.jpeg, detail: "\(field[5]) components")
    }
    componentCount = Int(field[5])
  }

  /// The code after the next FF that introduces one. Inside entropy-coded data FF 00 is a sample.
  private mutating func nextMarker() -> UInt8? {
    bytes.withUnsafeBytes { buffer in
      // The last byte cannot introduce anything.
      while position + 1 < buffer.count, let start = buffer.baseAddress,
        let found = memchr(start + position, 0xFF, buffer.count - 1 - position)
      {
        position = UnsafeRawPointer(found) - start
        if buffer[position + 1] != 0x00, buffer[position + 1] != 0xFF {
          position += 2
          return buffer[position - 1]
        }
        position += 1
      }
      return nil
    }
  }

  /// The payload of a marker with a length; nil when the file ends first.
  private mutating func nextSegment() -> ArraySlice<UInt8>? {
    guard position + 2 <= bytes.count else { return nil }
    let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
    guard length >= 2, position + length <= bytes.count else { return nil }
    defer { position += length }
    return bytes[(position + 2)..<(position + length)]
  }
}

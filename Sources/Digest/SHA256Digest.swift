/// The 256-bit SHA-256 digest of some bytes.
///
/// Source: FIPS 180-4, "Secure Hash Standard", section 6.2.
public struct SHA256Digest: Hashable, Sendable {
  /// Number of bytes in a digest.
  public static let byteCount = 32

  /// The digest, `byteCount` bytes, most significant first as in FIPS 180-4.
  public let bytes: [UInt8]

  init(bytes: [UInt8]) {
    precondition(bytes.count == Self.byteCount)
    self.bytes = bytes
  }

  /// The digest of `bytes`.
  public init(of bytes: UnsafeRawBufferPointer) throws(DigestError) {
    var hasher = try SHA256Hasher()
    try hasher.update(bytes)
    self = try hasher.finish()
  }

  /// The digest of `bytes`.
  public init(of bytes: [UInt8]) throws(DigestError) {
    var hasher = try SHA256Hasher()
    try hasher.update(bytes)
    self = try hasher.finish()
  }

  /// The digest of the UTF-8 form of `text`.
  public init(ofUTF8 text: String) throws(DigestError) {
    try self.init(of: Array(text.utf8))
  }

  /// The digest written as 64 hexadecimal digits of either case; nil for anything else.
  public init?(hexadecimal: String) {
    let digits = Array(hexadecimal.utf8)
    guard digits.count == 2 * Self.byteCount else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Self.value(ofDigit: digits[index]),
        let low = Self.value(ofDigit: digits[index + 1])
      else { return nil }
      bytes.append(high << 4 | low)
    }
    self.bytes = bytes
  }

  /// 64 hexadecimal digits in lower case, as `sha256sum` prints them.
  public var hexadecimal: String { String(decoding: hexadecimalDigits, as: UTF8.self) }

  /// The same as ASCII.
  public var hexadecimalDigits: [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    for byte in bytes {
      text.append(Self.digit(of: byte >> 4))
      text.append(Self.digit(of: byte & 15))
    }
    return text
  }

  private static func digit(of value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  private static func value(ofDigit character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension SHA256Digest: CustomStringConvertible {
  public var description: String { hexadecimal }
}

import Foundation

/// An absolute path of an image, kept as the bytes the file system gave: a name need not be UTF-8.
public struct ImagePath: Hashable, Sendable, Comparable {
  public let bytes: [UInt8]

  /// A path from raw bytes, as `readdir` hands them out.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// A path from text.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// The path as text when its bytes are valid UTF-8.
  public var text: String? { String(validating: bytes, as: UTF8.self) }

  /// The path as text for people, with U+FFFD where bytes are no UTF-8. Not sanitised for a terminal.
  public var lossyText: String { String(decoding: bytes, as: UTF8.self) }

  /// The last component.
  public var fileName: ImagePath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return self }
    return ImagePath(bytes: Array(bytes[(slash + 1)...]))
  }

  /// All but the last component; `.` when there is none, `/` for a file of the root.
  public var directory: ImagePath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return ImagePath(".") }
    return ImagePath(bytes: slash == 0 ? [UInt8(ascii: "/")] : Array(bytes[..<slash]))
  }

  /// `self` followed by a slash (when it has none) and `name`.
  public func appending(_ name: ImagePath) -> ImagePath {
    if bytes.last == UInt8(ascii: "/") { return ImagePath(bytes: bytes + name.bytes) }
    return ImagePath(bytes: bytes + [UInt8(ascii: "/")] + name.bytes)
  }

  /// The rest of the path below `root`, or the whole path when it does not lie there.
  public func relative(to root: ImagePath) -> ImagePath {
    let prefix =
      root.bytes.last == UInt8(ascii: "/") ? root.bytes : root.bytes + [UInt8(ascii: "/")]
    guard bytes.count > prefix.count, bytes.starts(with: prefix) else { return self }
    return ImagePath(bytes: Array(bytes[prefix.count...]))
  }

  /// What the nearest directory above the picture has; nil when none has anything.
  public func nearestDirectory<Value>(with value: (ImagePath) -> Value?) -> Value? {
    var directory = directory
    while true {
      if let found = value(directory) { return found }
      guard directory.directory != directory else { return nil }
      directory = directory.directory
    }
  }

  public static func < (left: ImagePath, right: ImagePath) -> Bool {
    // Directories of 100,000 names are sorted by this.
    let order = left.bytes.withUnsafeBytes { left in
      right.bytes.withUnsafeBytes { right in
        let count = min(left.count, right.count)
        guard count > 0, let a = left.baseAddress, let b = right.baseAddress else {
          return Int32(0)
        }
        return memcmp(a, b, count)
      }
    }
    return order == 0 ? left.bytes.count < right.bytes.count : order < 0
  }
}

extension ImagePath: Codable {
  // Plain text where possible, else {"base64": ...}: the raw bytes must survive the log.
  private enum CodingKeys: String, CodingKey { case base64 }

  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.init(text)
      return
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let encoded = try values.decode(String.self, forKey: .base64)
    guard let data = Data(base64Encoded: encoded) else {
      throw DecodingError.dataCorruptedError(
        forKey: .base64, in: values, debugDescription: "not base64")
    }
    self.init(bytes: Array(data))
  }

  public func encode(to encoder: any Encoder) throws {
    if let text {
      var value = encoder.singleValueContainer()
      try value.encode(text)
    } else {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(Data(bytes).base64EncodedString(), forKey: .base64)
    }
  }
}

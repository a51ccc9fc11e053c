import Review

/// Finds names by a part of them, capitals or not; quick over 100,000 of them.
struct NameSearch: Equatable, Sendable {
  private let text: String
  /// The wanted bytes in small letters; nil when they are not all ASCII.
  private let ascii: [UInt8]?

  init(_ text: String) {
    self.text = text.lowercased()
    let bytes = Array(self.text.utf8)
    ascii = bytes.allSatisfy { $0 < 0x80 } ? bytes : nil
  }

  /// Whether the part of `path` below `root` contains the text.
  func matches(_ path: ImagePath, below root: ImagePath) -> Bool {
    guard let ascii else {
      return path.relative(to: root).lossyText.lowercased().contains(text)
    }
    guard let first = ascii.first else { return true }
    let name = path.bytes
    let start =
      name.count > root.bytes.count && name.starts(with: root.bytes)
      ? root.bytes.count : 0
    guard name.count - start >= ascii.count else { return false }
    return (start...(name.count - ascii.count)).contains { place in
      Self.small(name[place]) == first
        && ascii.indices.allSatisfy { Self.small(name[place + $0]) == ascii[$0] }
    }
  }

  private static func small(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

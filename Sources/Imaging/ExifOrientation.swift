/// Finds the orientation in an EXIF block: a TIFF header and its first directory, nothing else.
///
/// No offset is followed beyond the first directory, so a block cannot lead in circles. A damaged
/// block, or a value outside 1...8, counts as no statement: the pixels are sound and stay as stored.
/// Source: TIFF 6.0, section 2; EXIF 2.32, 4.6.
enum ExifOrientation {
  static func parse(_ tiff: ArraySlice<UInt8>) -> Orientation? {
    let block = Block(bytes: tiff)
    guard let block, block.unsigned16(at: 2) == 42,
      let directory = block.unsigned32(at: 4),
      let entryCount = block.unsigned16(at: directory)
    else { return nil }
    for index in 0..<entryCount {
      let entry = directory + 2 + index * 12
      guard let tag = block.unsigned16(at: entry) else { return nil }
      guard tag == 0x0112 else { continue }
      let typeShort = 3
      guard block.unsigned16(at: entry + 2) == typeShort, block.unsigned32(at: entry + 4) == 1,
        let value = block.unsigned16(at: entry + 8)
      else { return nil }
      return Orientation(rawValue: value)
    }
    return nil
  }

  /// Bytes read in the order the block itself declares; nil outside.
  private struct Block {
    let bytes: ArraySlice<UInt8>
    let isBigEndian: Bool

    init?(bytes: ArraySlice<UInt8>) {
      if bytes.starts(with: [0x49, 0x49]) {
        isBigEndian = false
      } else if bytes.starts(with: [0x4D, 0x4D]) {
        isBigEndian = true
      } else {
        return nil
      }
      self.bytes = bytes
    }

    func unsigned16(at offset: Int) -> Int? {
      guard offset >= 0, offset + 2 <= bytes.count else { return nil }
      let first = Int(bytes[bytes.startIndex + offset])
      let second = Int(bytes[bytes.startIndex + offset + 1])
      return isBigEndian ? first << 8 | second : second << 8 | first
    }

    func unsigned32(at offset: Int) -> Int? {
      guard let first = unsigned16(at: offset), let second = unsigned16(at: offset + 2) else {
        return nil
      }
      return isBigEndian ? first << 16 | second : second << 16 | first
    }
  }
}

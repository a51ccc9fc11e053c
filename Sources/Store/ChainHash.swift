import Digest
import Review

/// The hash that ties each row of the log to the one before it.
///
/// `hash` is the SHA-256 of these bytes, written as 64 lower-case hexadecimal digits:
///
/// 1. the 20 ASCII bytes `hematovision.log.v1` and a line feed;
/// 2. the 13 columns `sequence`, `entry_id`, `utc_ms`, `offset_minutes`, `session`, `reviewer`,
///    `host`, `kind`, `image_path`, `directory`, `image_sha256`, `payload`, `previous_hash`, in this
///    order, each as one byte for its type and then its value:
///    - `0x00` NULL: nothing follows;
///    - `0x01` integer: 8 bytes, two's complement, most significant first;
///    - `0x02` text: its length in bytes (8 bytes, most significant first), then its UTF-8 bytes;
///    - `0x03` blob (`directory`): length and bytes as for text.
///
/// `previous_hash` is the `hash` of the row before, and 64 zeros in the first row. A length before
/// each value means that no two different rows have the same bytes.
/// `Tests/StoreTests/verify_log.py` is the same in Python, written from this description.
enum ChainHash {
  /// What stands in for the hash before the first row.
  static let genesis = String(repeating: "0", count: 64)

  private static let prefix = Array("hematovision.log.v1\n".utf8)

  /// The hash of a row, from all its other columns.
  static func hash(of row: StoredRow) throws(DigestError) -> String {
    try digest(of: row).hexadecimal
  }

  /// The same as a digest.
  static func digest(of row: StoredRow) throws(DigestError) -> SHA256Digest {
    var bytes: [UInt8] = []
    // Each column takes nine bytes at most beside its own.
    bytes.reserveCapacity(
      prefix.count + 13 * 9 + row.entryID.count + row.session.count + row.reviewer.count
        + row.host.count + row.kind.count + (row.imagePath?.count ?? 0)
        + (row.directory?.count ?? 0) + (row.imageSHA256?.count ?? 0) + row.payload.count
        + row.previousHash.count)
    bytes.append(contentsOf: prefix)
    append(row.sequence, to: &bytes)
    append(text: row.entryID, to: &bytes)
    append(row.utcMilliseconds, to: &bytes)
    append(row.offsetMinutes, to: &bytes)
    append(text: row.session, to: &bytes)
    append(text: row.reviewer, to: &bytes)
    append(text: row.host, to: &bytes)
    append(text: row.kind, to: &bytes)
    append(text: row.imagePath, to: &bytes)
    append(blob: row.directory, to: &bytes)
    append(text: row.imageSHA256, to: &bytes)
    append(text: row.payload, to: &bytes)
    append(text: row.previousHash, to: &bytes)
    return try SHA256Digest(of: bytes)
  }

  private static func append(_ integer: Int64, to bytes: inout [UInt8]) {
    bytes.append(1)
    appendBigEndian(integer, to: &bytes)
  }

  private static func append(text: [UInt8]?, to bytes: inout [UInt8]) {
    append(text, type: 2, to: &bytes)
  }

  private static func append(blob: [UInt8]?, to bytes: inout [UInt8]) {
    append(blob, type: 3, to: &bytes)
  }

  private static func append(_ value: [UInt8]?, type: UInt8, to bytes: inout [UInt8]) {
    guard let value else {
      bytes.append(0)
      return
    }
    bytes.append(type)
    appendBigEndian(Int64(value.count), to: &bytes)
    bytes.append(contentsOf: value)
  }

  private static func appendBigEndian(_ integer: Int64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
  }
}

extension LogHead {
  /// The head of a log without a record.
  static let empty = LogHead(sequence: 0, hash: ChainHash.genesis)
}

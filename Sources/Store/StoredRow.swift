import Digest
import Foundation
import GRDB
import Review

/// One row of the log as its bytes stand in the file, before anything is believed of it.
///
/// Text is kept as bytes: a tampered row need not be UTF-8 and may hold NUL, which a `String` made
/// by SQLite's text interface would hide.
struct StoredRow {
  var sequence: Int64
  var entryID: [UInt8]
  var utcMilliseconds: Int64
  var offsetMinutes: Int64
  var session: [UInt8]
  var reviewer: [UInt8]
  var host: [UInt8]
  var kind: [UInt8]
  var imagePath: [UInt8]?
  var directory: [UInt8]?
  var imageSHA256: [UInt8]?
  var payload: [UInt8]
  var previousHash: [UInt8]
  var hash: [UInt8] = []
  /// Whether every column has the storage class that the schema gives it.
  var hasColumnTypes = true

  /// The columns in the order in which `init(_:)` reads them.
  static let select = """
    SELECT sequence, entry_id, utc_ms, offset_minutes, session, reviewer, host, kind, image_path,
      directory, image_sha256, payload, previous_hash, hash
    FROM entry
    """

  /// The row at which a statement of `select` stands. Values that stood in the row before are taken
  /// from there: most rows have the session, the reviewer and the picture of their neighbour, and a log
  /// has many rows.
  ///
  /// Reads the columns from SQLite itself: GRDB's values are made for a few rows, a log has 100,000s.
  init(_ statement: Statement, after neighbour: StoredRow? = nil) {
    let columns = StoredColumns(statement.sqliteStatement)
    // The types first: reading a value may change what SQLite says of its type.
    hasColumnTypes = columns.haveTheirTypes
    sequence = columns.integer(0)
    entryID = columns.bytes(1) ?? []
    utcMilliseconds = columns.integer(2)
    offsetMinutes = columns.integer(3)
    session = columns.bytes(4, or: neighbour?.session) ?? []
    reviewer = columns.bytes(5, or: neighbour?.reviewer) ?? []
    host = columns.bytes(6, or: neighbour?.host) ?? []
    kind = columns.bytes(7) ?? []
    imagePath = columns.bytes(8, or: neighbour?.imagePath)
    directory = columns.bytes(9, or: neighbour?.directory)
    imageSHA256 = columns.bytes(10, or: neighbour?.imageSHA256)
    payload = columns.bytes(11) ?? []
    previousHash = columns.bytes(12) ?? []
    hash = columns.bytes(13) ?? []
  }

  /// The row for a new entry, its hash included.
  init(
    _ entry: PreparedEntry, time: Timestamp, identity: LogIdentity, after head: LogHead
  ) throws(DigestError) {
    sequence = head.sequence + 1
    entryID = Array(entry.entry.id.rawValue.utf8)
    utcMilliseconds = time.utcMilliseconds
    offsetMinutes = Int64(time.offsetMinutes)
    session = Array(identity.session.utf8)
    reviewer = Array(identity.reviewer.utf8)
    host = Array(identity.host.utf8)
    kind = Array(entry.columns.kind.rawValue.utf8)
    imagePath = entry.columns.image.map { Array($0.lossyText.utf8) }
    directory = entry.columns.directory?.bytes
    imageSHA256 = entry.columns.imageSHA256.map { Array($0.utf8) }
    payload = entry.payload
    previousHash = Array(head.hash.utf8)
    hash = Array(try ChainHash.hash(of: self).utf8)
  }

  /// The row as the head of a log that ends with it.
  var head: LogHead { LogHead(sequence: sequence, hash: String(decoding: hash, as: UTF8.self)) }

  /// Adds the row to the table.
  func insert(into db: Database) throws {
    func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
    let statement = try db.cachedStatement(
      sql: "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    try statement.execute(arguments: [
      sequence, text(entryID), utcMilliseconds, offsetMinutes, text(session), text(reviewer),
      text(host), text(kind), text(imagePath), directory.map { Data($0) }, text(imageSHA256),
      text(payload), text(previousHash), text(hash),
    ])
  }

  /// Whether the row is what it was when its hash was computed.
  func agreesWithItsHash() throws(DigestError) -> Bool {
    guard hasColumnTypes else { return false }
    return try ChainHash.digest(of: self).hexadecimalDigits == hash
  }

  /// The record, once the row has been found to agree with its hash.
  func record(file: String) throws(StoreError) -> LogRecord {
    let event: LogEvent
    do {
      event = try EventPayload.event(kind: kind, payload: payload)
    } catch {
      throw .unreadableRecord(file: file, sequence: sequence, evidence: "\(error)")
    }
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    return LogRecord(
      sequence: sequence, entry: LogEntry(id: EntryID(rawValue: text(entryID)), event: event),
      time: Timestamp(
        utcMilliseconds: utcMilliseconds, offsetMinutes: Int(offsetMinutes)),
      identity: LogIdentity(
        reviewer: text(reviewer), host: text(host), session: text(session)),
      hash: text(hash))
  }
}

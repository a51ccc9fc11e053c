import Foundation
import GRDB
public import Review

extension ReviewLog {
  /// The last record's place and hash.
  public var head: LogHead {
    get throws(StoreError) { try read { try Self.head($0) } }
  }

  /// Number of records.
  public var count: Int {
    get throws(StoreError) {
      try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") ?? 0 }
    }
  }

  /// Records about pictures that lie directly in a directory, and sessions opened on it, oldest
  /// first; with `includingBelow` those of the directories below it too.
  public func records(
    inDirectory directory: ImagePath, includingBelow: Bool = false
  ) throws(StoreError) -> [LogRecord] {
    var records: [LogRecord] = []
    try forEachRecord(inDirectory: directory, includingBelow: includingBelow) { records.append($0) }
    return records
  }

  /// Hands the same over one by one, without keeping them.
  public func forEachRecord(
    inDirectory directory: ImagePath, includingBelow: Bool = false,
    _ body: (LogRecord) throws(StoreError) -> Void
  ) throws(StoreError) {
    let (condition, arguments) =
      includingBelow
      ? inOrBelow(directory) : ("directory = ?", [blob(directory.bytes)])
    try forEachRow("WHERE \(condition)", arguments, body)
  }

  /// Records after the `sequence`-th, oldest first; what other stations added since.
  public func records(after sequence: Int64) throws(StoreError) -> [LogRecord] {
    var records: [LogRecord] = []
    try forEachRow("WHERE sequence > ?", [sequence]) { records.append($0) }
    return records
  }

  /// Records about one picture, oldest first.
  public func records(about image: ImagePath) throws(StoreError) -> [LogRecord] {
    var records: [LogRecord] = []
    // Names that are not UTF-8 can look alike in the column; the record itself has the bytes.
    try forEachRow(
      "INDEXED BY entry_by_image WHERE directory = ? AND image_path = ?",
      [blob(image.directory.bytes), image.lossyText]
    ) { record in
      if record.entry.event.image == image { records.append(record) }
    }
    return records
  }

  /// How many answers a reviewer gave since a moment, among the newest `Self.recentRecords` records:
  /// a day's work is there, and a log of years is not read for it.
  public func answers(by reviewer: String, since utcMilliseconds: Int64) throws(StoreError) -> Int {
    try read {
      try Int.fetchOne(
        $0,
        sql: """
          SELECT count(*) FROM entry WHERE kind = 'decided' AND reviewer = ? AND utc_ms >= ?
            AND sequence > (SELECT coalesce(max(sequence), 0) FROM entry) - ?
          """, arguments: [reviewer, utcMilliseconds, Self.recentRecords]) ?? 0
    }
  }

  static let recentRecords = 50_000

  /// Reads all records, oldest first, without keeping them. Appending waits until it is through.
  public func forEachRecord(
    _ body: (LogRecord) throws(StoreError) -> Void
  ) throws(StoreError) {
    try forEachRow("", [], body)
  }

  // MARK: Rows

  /// Runs `body` in a read transaction, so that it sees one state of the log.
  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try queue.read(body)
    } catch {
      throw StoreError(error, file: path)
    }
  }

  private func forEachRow(
    _ condition: String, _ arguments: StatementArguments,
    _ body: (LogRecord) throws(StoreError) -> Void
  ) throws(StoreError) {
    try read { try forEachRow($0, condition, arguments, body) }
  }

  /// Reads the rows that `condition` selects, oldest first.
  func forEachRow(
    _ db: Database, _ condition: String, _ arguments: StatementArguments,
    _ body: (LogRecord) throws -> Void
  ) throws {
    let rows = try StoredRows(db, "\(condition) ORDER BY sequence", arguments)
    while let row = try rows.next() { try body(try verified(row)) }
  }

  /// Hands over all records about one picture after the other, in the order of their paths; only one
  /// picture's are in memory at a time.
  ///
  /// Names that are not UTF-8 and look alike come together.
  ///
  /// - Parameter root: only pictures in this directory and below it; nil for all.
  func forEachPicture(
    _ db: Database, below root: ImagePath?, _ body: ([LogRecord]) throws -> Void
  ) throws {
    try forEachPictureRows(db, below: root) { rows in try body(rows.map { try verified($0) }) }
  }

  /// The same as rows, of which nothing is believed yet.
  func forEachPictureRows(
    _ db: Database, below root: ImagePath?, _ body: ([StoredRow]) throws -> Void
  ) throws {
    let (condition, arguments) = root.map { inOrBelow($0) } ?? ("TRUE", [])
    let cursor = try StoredRows(
      db,
      """
      INDEXED BY entry_by_image
      WHERE image_path IS NOT NULL AND (\(condition))
      ORDER BY directory, image_path, sequence
      """, arguments)
    var rows: [StoredRow] = []
    var last: StoredRow?
    while let row = try cursor.next(after: last) {
      if let last, (last.imagePath, last.directory) != (row.imagePath, row.directory) {
        try body(rows)
        rows.removeAll()
      }
      rows.append(row)
      last = row
    }
    if !rows.isEmpty { try body(rows) }
  }

  /// The record of a row, which must agree with its own hash: nothing altered is passed on.
  func verified(_ row: StoredRow) throws -> LogRecord {
    guard try row.agreesWithItsHash() else {
      throw StoreError.altered(file: path, sequence: row.sequence)
    }
    return try row.record(file: path)
  }

  static func head(_ db: Database) throws -> LogHead {
    let statement = try db.cachedStatement(
      sql: "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1")
    guard let row = try Row.fetchOne(statement) else { return .empty }
    return LogHead(sequence: row[0], hash: row[1])
  }

  /// When the record at the head was written; the beginning of 1970 in an empty log.
  static func headTime(_ db: Database) throws -> Timestamp {
    let row = try Row.fetchOne(
      db, sql: "SELECT utc_ms, offset_minutes FROM entry ORDER BY sequence DESC LIMIT 1")
    return Timestamp(utcMilliseconds: row?[0] ?? 0, offsetMinutes: row?[1] ?? 0)
  }

  static func row(withID id: String, in db: Database) throws -> StoredRow? {
    let statement = try db.cachedStatement(sql: "\(StoredRow.select) WHERE entry_id = ?")
    return try StoredRows(statement, [id]).next()
  }

  /// A condition on the column `directory`. The byte after "/" in the ASCII order is "0": all names
  /// below lie between the two.
  func inOrBelow(_ directory: ImagePath) -> (String, StatementArguments) {
    let root = directory.bytes == [UInt8(ascii: "/")] ? [] : directory.bytes
    return (
      "directory = ? OR (directory >= ? AND directory < ?)",
      [
        blob(directory.bytes), blob(root + [UInt8(ascii: "/")]), blob(root + [UInt8(ascii: "0")]),
      ]
    )
  }

  private func blob(_ bytes: [UInt8]) -> DatabaseValue { Data(bytes).databaseValue }
}

import Digest
import Foundation
import GRDB

/// Someone who may write the log's file, knows SQLite and has read how the chain is computed.
///
/// The chain is computed here from the description in `ChainHash.swift`, not by the product's code.
struct Forger {
  let path: String

  static let genesis = String(repeating: "0", count: 64)
  private static let columns = """
    sequence, entry_id, utc_ms, offset_minutes, session, reviewer, host, kind, image_path, directory,
    image_sha256, payload, previous_hash
    """

  /// Changes the file without its guards, and puts them back, so that no trace is left of it.
  func change(_ body: (Database) throws -> Void) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      let triggers = try Row.fetchAll(
        db, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
      for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger[0] as String)") }
      try body(db)
      for trigger in triggers { try db.execute(sql: trigger[1]) }
      _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
  }

  /// Changes the file as it stands, guards and all.
  func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: sql)
      _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
  }

  /// Gives row `sequence` the hash that belongs to what it now says, and leaves the others.
  func signRow(_ sequence: Int64, in db: Database) throws {
    let hash = try Self.hash(of: sequence, in: db)
    try db.execute(
      sql: "UPDATE entry SET hash = ? WHERE sequence = ?", arguments: [hash, sequence])
  }

  /// Computes the chain anew from row `first` to the end.
  func chainAnew(from first: Int64, in db: Database) throws {
    var previous =
      try String.fetchOne(
        db, sql: "SELECT hash FROM entry WHERE sequence = ?", arguments: [first - 1])
      ?? Self.genesis
    for sequence in try Int64.fetchAll(
      db, sql: "SELECT sequence FROM entry WHERE sequence >= ? ORDER BY sequence",
      arguments: [first])
    {
      try db.execute(
        sql: "UPDATE entry SET previous_hash = ? WHERE sequence = ?",
        arguments: [previous, sequence])
      previous = try Self.hash(of: sequence, in: db)
      try db.execute(
        sql: "UPDATE entry SET hash = ? WHERE sequence = ?", arguments: [previous, sequence])
    }
  }

  private static func hash(of sequence: Int64, in db: Database) throws -> String {
    var bytes = Array("hematovision.log.v1\n".utf8)
    func append(_ type: UInt8, _ value: some Collection<UInt8>) {
      bytes.append(type)
      withUnsafeBytes(of: Int64(value.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: value)
    }
    let row = try Row.fetchOne(
      db, sql: "SELECT \(columns) FROM entry WHERE sequence = ?", arguments: [sequence])
    guard let row else { throw DatabaseError(message: "there is no row \(sequence)") }
    for value in row.databaseValues {
      switch value.storage {
      case .null: bytes.append(0)
      case .int64(let integer):
        bytes.append(1)
        withUnsafeBytes(of: integer.bigEndian) { bytes.append(contentsOf: $0) }
      case .string(let text): append(2, text.utf8)
      case .blob(let data): append(3, data)
      case .double: throw DatabaseError(message: "a real number in the log")
      }
    }
    return try SHA256Digest(of: bytes).hexadecimal
  }
}

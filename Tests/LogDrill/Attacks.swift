import Foundation
import GRDB

/// One way to falsify a log, and what a verifier can be expected to find of it.
struct Attack: Sendable {
  /// Which verifier is expected to find it.
  enum Found {
    /// By the file alone.
    case alone
    /// Only with a head that was noted down outside, after the place of the attack.
    case withHead
    /// By no chain and no head.
    case never
  }

  let name: String
  /// By `LogVerifier`.
  let found: Found
  /// By `verify_log.py`, which knows the chain of rows and nothing of SQLite's schema and indexes.
  let foundByChain: Found
  /// Falsifies the log at `forger.path` at row `row`; `other` is a log of another slide.
  let run: @Sendable (_ forger: Forger, _ row: Int64, _ other: String) throws -> Void

  init(
    _ name: String, _ found: Found, byChain: Found? = nil,
    _ run: @escaping @Sendable (_ forger: Forger, _ row: Int64, _ other: String) throws -> Void
  ) {
    self.name = name
    self.found = found
    foundByChain = byChain ?? found
    self.run = run
  }

  /// Edits a column of a row.
  private static func edit(_ column: String, _ value: String) -> Attack {
    Attack("edit \(column)", .alone) { forger, row, _ in
      try forger.change {
        try $0.execute(sql: "UPDATE entry SET \(column) = \(value) WHERE sequence = \(row)")
      }
    }
  }

  private static let relabel =
    "UPDATE entry SET payload = replace(payload, '\"label\":\"NEUTROPHIL\",\"model\"', "
    + "'\"label\":\"MONOCYTE\",\"model\"')"

  private static let makeRoom = """
    UPDATE entry SET sequence = sequence + 1001 WHERE sequence > %;
    UPDATE entry SET sequence = sequence - 1000 WHERE sequence > 1000;
    """

  private static let closeGap = """
    UPDATE entry SET sequence = sequence + 999 WHERE sequence > %;
    UPDATE entry SET sequence = sequence - 1000 WHERE sequence > 1000;
    """

  private static func filled(_ sql: String, _ row: Int64) -> String {
    sql.replacingOccurrences(of: "%", with: "\(row)")
  }

  private static let copyOfRow = """
    INSERT INTO entry SELECT % + 1, entry_id || 'x', utc_ms, offset_minutes, session, reviewer, host,
      kind, image_path, directory, image_sha256, payload, hash, hash FROM entry WHERE sequence = %
    """

  private static let swap = """
    UPDATE entry SET sequence = 1000 WHERE sequence = %;
    UPDATE entry SET sequence = % WHERE sequence = % + 1;
    UPDATE entry SET sequence = % + 1 WHERE sequence = 1000;
    """

  static let all: [Attack] = [
    edit("entry_id", "'drill.999'"), edit("utc_ms", "utc_ms - 60000"),
    edit("offset_minutes", "offset_minutes + 60"), edit("session", "'other'"),
    edit("reviewer", "'somebody'"), edit("host", "'elsewhere'"), edit("kind", "'undone'"),
    edit("image_path", "image_path || 'x'"), edit("directory", "x'2f78'"),
    edit("image_sha256", "NULL"), edit("previous_hash", "'\(Forger.genesis)'"),
    // Always another digit: a hash need not have any given one.
    edit("hash", "iif(hash LIKE '0%', '1', '0') || substr(hash, 2)"),
    edit("payload", "replace(payload, '\"NEUTROPHIL\"', '\"MONOCYTE\"')"),
    Attack("edit an answer and its own hash", .alone) { forger, row, _ in
      try forger.change {
        try $0.execute(sql: "\(relabel) WHERE sequence = \(row)")
        try forger.signRow(row, in: $0)
      }
    },
    Attack("delete a row", .alone) { forger, row, _ in
      try forger.change { try $0.execute(sql: "DELETE FROM entry WHERE sequence = \(row)") }
    },
    Attack("delete a row and renumber", .alone) { forger, row, _ in
      try forger.change {
        try $0.execute(sql: "DELETE FROM entry WHERE sequence = \(row)")
        try $0.execute(sql: filled(closeGap, row))
      }
    },
    Attack("insert a row and renumber", .alone) { forger, row, _ in
      try forger.change {
        try $0.execute(sql: filled(makeRoom, row))
        try $0.execute(sql: filled(copyOfRow, row))
        try forger.signRow(row + 1, in: $0)
      }
    },
    Attack("swap two rows", .alone) { forger, row, _ in
      try forger.change { try $0.execute(sql: filled(swap, row)) }
    },
    Attack("truncate: drop the last rows", .withHead) { forger, row, _ in
      try forger.change { try $0.execute(sql: "DELETE FROM entry WHERE sequence >= \(row)") }
    },
    Attack("put an older copy back", .withHead) { forger, row, _ in
      // The state that a copy made before row `row` had: the same as a truncation, by other means.
      let old = try DatabaseQueue(path: forger.path)
      try old.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO '\(forger.path).old'") }
      try old.close()
      try Forger(path: forger.path + ".old").change {
        try $0.execute(sql: "DELETE FROM entry WHERE sequence >= \(row)")
      }
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: forger.path + suffix)
      }
      try FileManager.default.moveItem(atPath: forger.path + ".old", toPath: forger.path)
    },
    Attack("splice: rows of another log", .alone) { forger, row, other in
      try splice(forger, row, other) { _ in }
    },
    Attack("splice, chained anew from there", .withHead) { forger, row, other in
      try splice(forger, row, other) { try forger.chainAnew(from: row, in: $0) }
    },
    Attack("edit an answer, chained anew from there", .withHead) { forger, row, _ in
      try forger.change {
        try $0.execute(sql: "\(relabel) WHERE sequence = \(row)")
        try forger.chainAnew(from: row, in: $0)
      }
    },
    Attack("delete a row, renumbered and chained anew", .withHead) { forger, row, _ in
      try forger.change {
        try $0.execute(sql: "DELETE FROM entry WHERE sequence = \(row)")
        try $0.execute(sql: filled(closeGap, row))
        try forger.chainAnew(from: row, in: $0)
      }
    },
    Attack("swap two rows, chained anew", .withHead) { forger, row, _ in
      try forger.change {
        try $0.execute(sql: filled(swap, row))
        try forger.chainAnew(from: row, in: $0)
      }
    },
    Attack("another reviewer's name on every row, chained whole", .withHead) { forger, _, _ in
      try forger.change {
        try $0.execute(sql: "UPDATE entry SET reviewer = 'somebody'")
        try forger.chainAnew(from: 1, in: $0)
      }
    },
    Attack("append a row in another's name", .never) { forger, _, _ in
      try forger.change {
        let last = try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM entry") ?? 0
        try $0.execute(sql: filled(copyOfRow, last))
        try forger.chainAnew(from: last + 1, in: $0)
      }
    },
    Attack("drop a guard", .alone, byChain: .never) { forger, _, _ in
      try forger.execute("DROP TRIGGER entry_is_never_deleted")
    },
    Attack("weaken a guard", .alone, byChain: .never) { forger, _, _ in
      try forger.execute(
        "DROP TRIGGER entry_is_never_updated; CREATE TRIGGER entry_is_never_updated "
          + "BEFORE UPDATE ON entry BEGIN SELECT 1; END")
    },
    Attack("add a trigger", .alone, byChain: .never) { forger, _, _ in
      try forger.execute("CREATE TRIGGER mine AFTER INSERT ON entry BEGIN SELECT 1; END")
    },
    Attack("add a table", .alone, byChain: .never) { forger, _, _ in
      try forger.execute("CREATE TABLE mine (x)")
    },
    Attack("drop the index", .alone, byChain: .never) { forger, _, _ in
      try forger.execute("DROP INDEX entry_by_image")
    },
    Attack("hide a row from the index", .alone, byChain: .never) { forger, row, _ in
      // An index that leaves the row out, under the text of the one that does not.
      let queue = try DatabaseQueue(path: forger.path)
      try queue.writeWithoutTransaction { db in
        try db.execute(
          sql: """
            DROP INDEX entry_by_image;
            CREATE INDEX entry_by_image ON entry (directory, image_path) WHERE sequence <> \(row);
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql =
              'CREATE INDEX entry_by_image ON entry (directory, image_path)'
              WHERE name = 'entry_by_image';
            PRAGMA writable_schema = RESET;
            """)
      }
      try queue.close()
    },
    Attack("version set back to 1", .never) { forger, _, _ in
      try forger.execute("PRAGMA user_version = 1")
    },
    Attack("version set to a newer one", .alone, byChain: .never) { forger, _, _ in
      try forger.execute("PRAGMA user_version = 99")
    },
    Attack("mark of a log taken away", .alone, byChain: .never) { forger, _, _ in
      try forger.execute("PRAGMA application_id = 0")
    },
  ]

  private static func splice(
    _ forger: Forger, _ row: Int64, _ other: String, _ after: (Database) throws -> Void
  ) throws {
    try forger.change { db in
      try db.execute(
        sql: """
          DELETE FROM entry WHERE sequence >= \(row);
          ATTACH DATABASE '\(other)' AS other;
          INSERT INTO entry SELECT * FROM other.entry WHERE sequence >= \(row);
          DETACH DATABASE other
          """)
      try after(db)
    }
  }
}

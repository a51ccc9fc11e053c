import GRDB
import Glibc
import Review

/// Makes a log file that appears under its name whole and verified, or not at all.
enum NewLogFile {
  /// Makes a log at `path` (absolute), readable by its owner only.
  ///
  /// - Parameters:
  ///   - overwrite: whether a regular file of that name may be replaced; never a log in use.
  ///   - anchors: heads that must stand in the new log.
  ///   - fill: writes the log's content into an empty database.
  ///   - inspect: reads the finished log under its temporary name, before it gets its own.
  /// - Returns: what the verifier says of the new log, which is intact.
  static func make(
    _ path: String, overwrite: Bool, anchors: [LogHead],
    _ fill: (DatabaseQueue) throws -> Void,
    inspect: (_ temporary: String) throws(StoreError) -> Void = { _ in }
  ) throws(StoreError) -> VerificationReport {
    try requireUnused(path)
    var verified: VerificationReport?
    try ExportFile.make(path, overwrite: overwrite, mode: 0o600) {
      (temporary, _) throws(StoreError) in
      defer { for suffix in ["-wal", "-shm", "-journal"] { unlink(temporary + suffix) } }
      do {
        let queue = try DatabaseQueue(path: temporary)
        try fill(queue)
        try queue.writeWithoutTransaction { db in
          // As a log made there would have it: WAL where only one machine can be at it.
          let mode: JournalMode =
            FileSystem.isOnNetwork(LogFile.directory(of: path)) ? .delete : .wal
          _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(mode.rawValue)")
          _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
      } catch {
        throw StoreError(error, file: path)
      }
      let report = try LogVerifier.verify(temporary, anchors: anchors)
      guard report.isIntact else { throw .notWhole(file: path, faultCount: report.faultCount) }
      try inspect(temporary)
      verified = VerificationReport(
        file: path, recordCount: report.recordCount, head: report.head, faults: [], faultCount: 0)
    }
    guard let verified else { throw .missing(file: path) }
    return verified
  }

  /// Throws when another log's journal lies at this name: SQLite would play it into the new file.
  private static func requireUnused(_ path: String) throws(StoreError) {
    var status = stat()
    for suffix in ["-wal", "-journal"]
    where lstat(path + suffix, &status) == 0 && status.st_size > 0 {
      throw .inUse(file: path)
    }
  }
}

import Foundation
import GRDB

/// How the connections to a log are set up.
enum LogConnection {
  /// A connection that writes; the file exists, perhaps empty. Makes the schema when there is none.
  static func openForWriting(_ path: String) throws(StoreError) -> (DatabaseQueue, JournalMode) {
    try LogFile.makeIfMissing(path)
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration(readOnly: false))
      let mode = try queue.writeWithoutTransaction { db in
        let isNew = try Schema.isEmpty(db)
        if !isNew { try Schema.requireKnown(db, file: path) }
        let mode = try setJournal(
          try wantedJournal(forLogAt: path, isNew: isNew), of: db, file: path)
        // In rollback mode EXTRA also synchronises the directory once the journal is gone.
        let synchronous = mode == .wal ? "FULL" : "EXTRA"
        try db.execute(sql: "PRAGMA synchronous = \(synchronous)")
        try db.execute(
          sql: "PRAGMA wal_autocheckpoint = \(WriteAheadRoom.framesBeforeCheckpoint)")
        try db.inTransaction(.immediate) {
          if mode == .wal { try WriteAheadRoom.layOut(in: db) }
          // Another station may have made the schema since; this one now holds the lock.
          if try Schema.isEmpty(db) { try Schema.create(in: db) }
          try Schema.requireKnown(db, file: path)
          if let object = try Schema.alteredObjects(in: db).first {
            throw StoreError.alteredSchema(file: path, object: object)
          }
          // A real write, so that a log that cannot be written is refused before reviewing starts.
          try db.execute(sql: "PRAGMA user_version = \(Schema.version)")
          return .commit
        }
        // A rollback journal whose deletion did not reach the disk would undo all that follows.
        if isNew { try LogFile.synchronizeDirectory(LogFile.directory(of: path)) }
        return mode
      }
      return (queue, mode)
    } catch {
      let failure = StoreError(error, file: path)
      // To SQLite a share that grants no locks looks like a log that somebody always holds.
      if case .locked = failure { try JournalProbe.requireLocks(forLogAt: path) }
      throw failure
    }
  }

  /// A connection that only reads.
  static func openForReading(_ path: String) throws(StoreError) -> DatabaseQueue {
    try LogFile.requireRegular(path)
    do {
      return try readingQueue(path)
    } catch {
      let failure = StoreError(error, file: path)
      // A log in WAL mode on a read-only medium: nobody can be writing it, so it needs no locks.
      guard access(LogFile.directory(of: path), W_OK) != 0, sizeOfFile(path + "-wal") == 0,
        let queue = try? readingQueue(immutableURI(path))
      else { throw failure }
      return queue
    }
  }

  private static func readingQueue(_ path: String) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: path, configuration: configuration(readOnly: true))
    try queue.read { db in
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
    }
    return queue
  }

  private static func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    let patience = LockPatience()
    configuration.busyMode = .callback { patience.waits(attempt: $0) }
    configuration.prepareDatabase { db in
      // fullfsync matters on Darwin only, where a plain fsync stops at the drive's cache.
      try db.execute(
        sql: """
          PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1;
          PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
          """)
    }
    return configuration
  }

  /// The journal to use; nil to keep the log's own.
  ///
  /// A log in use on this machine's own disk is not probed again: opening it locks and writes it, which
  /// says as much, and a probe takes tens of milliseconds on a busy disk.
  private static func wantedJournal(
    forLogAt path: String, isNew: Bool
  ) throws(StoreError) -> JournalMode? {
    guard isNew || FileSystem.isOnNetwork(LogFile.directory(of: path)) else { return nil }
    return try JournalProbe.journalMode(forLogAt: path)
  }

  /// Sets the journal mode and tells which one is in force.
  private static func setJournal(
    _ wanted: JournalMode?, of db: Database, file: String
  ) throws -> JournalMode {
    func current() throws -> String {
      try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
    }
    guard let wanted else { return JournalMode(rawValue: try current()) ?? .delete }
    // The change needs the file alone, and SQLite does not always wait for that.
    let deadline = Date(timeIntervalSinceNow: Double(StoreError.busyTimeoutInMilliseconds) / 1000)
    while try current() != wanted.rawValue {
      do {
        _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(wanted.rawValue)")
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        if Date() > deadline { break }
        usleep(5000)
        continue
      }
      if Date() > deadline { break }
    }
    if let mode = JournalMode(rawValue: try current()), mode == wanted || mode == .delete {
      // A rollback journal that others hold on to is slower than WAL, and safe.
      return mode
    }
    throw StoreError.locked(
      file: file, waitedMilliseconds: StoreError.busyTimeoutInMilliseconds)
  }

  private static func sizeOfFile(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  private static func immutableURI(_ path: String) -> String {
    let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "/-_.~"))
    let escaped = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
    return "file:\(escaped)?immutable=1"
  }
}

import GRDB
import Glibc

/// How a log keeps a transaction whole.
public enum JournalMode: String, Sendable {
  /// Write-ahead log: readers and a writer at once, one fsync a commit. Needs shared memory, hence
  /// one machine.
  case wal
  /// Rollback journal: slower, and right wherever locks and fsync are, network shares included.
  case delete
}

/// Finds out by trying which journal a directory's file system can be trusted with.
///
/// A share may accept `PRAGMA journal_mode = WAL` and then fail or, worse, lose writes: WAL's shared
/// memory is not shared between machines. So the kind of file system is asked first, and then a small
/// database of our own is written and locked there.
enum JournalProbe {
  /// The journal for a log at `path`; throws `unsafeFileSystem` when no journal is safe there.
  static func journalMode(forLogAt path: String) throws(StoreError) -> JournalMode {
    try requireLocks(forLogAt: path)
    let directory = LogFile.directory(of: path)
    let stem = stem(in: directory)
    var evidence = ""
    let candidates: [JournalMode] = FileSystem.isOnNetwork(directory) ? [.delete] : [.wal, .delete]
    for mode in candidates {
      do {
        try tryOut(mode, path: "\(stem).\(mode.rawValue)")
        return mode
      } catch let error as StoreError {
        throw error
      } catch {
        let error = StoreError(error, file: path)
        if case .diskFull = error { throw error }
        evidence += "\(mode.rawValue): \(error); "
      }
    }
    throw .unsafeFileSystem(file: path, evidence: evidence)
  }

  private static func stem(in directory: String) -> String {
    directory + "/.hematovision-probe-\(getpid())-\(UInt64.random(in: 0 ... .max))"
  }

  /// Throws `unsafeFileSystem` unless a lock taken beside the log through one descriptor is seen through
  /// another.
  static func requireLocks(forLogAt logPath: String) throws(StoreError) {
    let path = stem(in: LogFile.directory(of: logPath)) + ".lock"
    let first = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard first >= 0 else {
      switch errno {
      case EACCES: throw .permissionDenied(file: logPath)
      case EROFS: throw .readOnly(file: logPath)
      case ENOSPC, EDQUOT: throw .diskFull(file: logPath)
      default: throw .systemCall(file: logPath, call: "open", errno: errno)
      }
    }
    defer {
      close(first)
      unlink(path)
    }
    let second = open(path, O_RDWR | O_CLOEXEC)
    guard second >= 0 else { throw .systemCall(file: logPath, call: "open", errno: errno) }
    defer { close(second) }
    // Locks that belong to the open file (F_OFD_SETLK, Linux 3.15) conflict within one process too.
    let setLock: Int32 = 37
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    guard fcntl(first, setLock, &lock) == 0 else {
      throw .unsafeFileSystem(file: logPath, evidence: "no lock: errno \(errno)")
    }
    guard fcntl(second, setLock, &lock) != 0, errno == EAGAIN || errno == EACCES else {
      throw .unsafeFileSystem(file: logPath, evidence: "a second lock was granted")
    }
  }

  /// Writes through one connection and reads through another; throws when that does not work.
  private static func tryOut(_ mode: JournalMode, path: String) throws {
    defer {
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }
    var configuration = Configuration()
    configuration.busyMode = .immediateError
    let writer = try DatabaseQueue(path: path, configuration: configuration)
    let reader = try DatabaseQueue(path: path, configuration: configuration)
    try writer.writeWithoutTransaction { db in
      // The log itself is synchronised at each commit; that fsync works shows in its first one.
      try db.execute(sql: "PRAGMA synchronous = OFF")
      let granted = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(mode.rawValue)")
      guard granted == mode.rawValue else { throw Refusal(granted: granted ?? "none") }
      try db.execute(sql: "CREATE TABLE probe (x)")
      try db.execute(sql: "INSERT INTO probe VALUES (1)")
    }
    guard try reader.read({ try Int.fetchOne($0, sql: "SELECT count(*) FROM probe") }) == 1 else {
      throw Refusal(granted: "a write that another connection does not see")
    }
    try reader.close()
    try writer.close()
  }

  private struct Refusal: Error {
    let granted: String
  }
}

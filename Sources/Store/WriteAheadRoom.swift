import GRDB
import GRDBSQLite

/// Room laid out ahead in the write-ahead log, so that saving an answer changes no file's length.
///
/// An answer that is appended to a growing file is on the disk only when the file's new length is, and
/// that is the business of the file system's own journal. When ext4 gives its journal up (an error of
/// the disk, then a remount for reading only), `fdatasync` can return 0 although the length was never
/// written: the answer that was just said to be saved is gone after the next mount (`Reliability.md`).
/// Inside blocks that are written already there is no length to lose: what `fdatasync` says is then said
/// by the disk alone.
enum WriteAheadRoom {
  /// Bytes of room: more than `framesBeforeCheckpoint` frames of a page and 24 bytes each, so that the
  /// file is begun anew before it has to grow.
  static let byteCount: Int64 = 1 << 20
  /// SQLite moves the pages into the log's own file when a commit leaves this many frames or more.
  static let framesBeforeCheckpoint = 200

  /// Writes zeros behind the end of the write-ahead log until it has its room; they are no valid frames,
  /// so to every reader the log ends where it did.
  ///
  /// Only inside a transaction that holds the write lock: nobody else may append meanwhile. A disk that
  /// is too full for the room is left as it was; whether an answer still finds a place shows when there
  /// is one.
  static func layOut(in db: Database) throws {
    var file: UnsafeMutablePointer<sqlite3_file>?
    guard
      sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_JOURNAL_POINTER, &file)
        == SQLITE_OK, let file, let methods = file.pointee.pMethods?.pointee
    else { return }
    var end: Int64 = 0
    try require(methods.xFileSize(file, &end))
    guard end < byteCount else { return }
    let zeros = [UInt8](repeating: 0, count: 1 << 16)
    var position = end
    while position < byteCount {
      let count = min(Int64(zeros.count), byteCount - position)
      let status = methods.xWrite(file, zeros, Int32(count), position)
      if status == SQLITE_FULL {
        try require(methods.xTruncate(file, end))
        return
      }
      try require(status)
      position += count
    }
    try require(methods.xSync(file, SQLITE_SYNC_NORMAL))
  }

  private static func require(_ status: Int32) throws {
    guard status == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: status)) }
  }
}

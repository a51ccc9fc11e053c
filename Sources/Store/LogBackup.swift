import GRDB
import Glibc
import Review

/// A copy of a log, made while stations write into it.
public enum LogBackup {
  /// Writes a copy of `log`, as it stands at one moment, and verifies it.
  ///
  /// The copy appears under its name whole and on the disk, or not at all. Stations may go on writing;
  /// in rollback mode they wait until the pages are copied.
  ///
  /// - Parameters:
  ///   - copy: its name. A log that is in use there is never replaced.
  ///   - overwrite: whether a regular file of that name may be replaced.
  /// - Returns: what the verifier says of the copy; it is intact.
  /// - Throws: `notWhole` when the log does not verify: a copy of it would pass for a good one.
  public static func write(
    _ log: String, to copy: String, overwrite: Bool
  ) throws(StoreError) -> VerificationReport {
    let (log, copy) = (LogFile.absolute(log), LogFile.absolute(copy))
    let source = try LogConnection.openForReading(log)
    guard !isSameFile(log, copy) else { throw .inUse(file: copy) }
    do {
      let before = try source.read { db in
        try Schema.requireKnown(db, file: log)
        return try ReviewLog.head(db)
      }
      let report = try NewLogFile.make(copy, overwrite: overwrite, anchors: [before]) { target in
        // All pages in one step, so from one state of the log.
        try source.backup(to: target)
      }
      try source.close()
      return report
    } catch {
      if case .notWhole(_, let faultCount) = error as? StoreError {
        throw .notWhole(file: log, faultCount: faultCount)
      }
      throw StoreError(error, file: log)
    }
  }

  private static func isSameFile(_ first: String, _ second: String) -> Bool {
    var (one, other) = (stat(), stat())
    guard stat(first, &one) == 0, stat(second, &other) == 0 else { return false }
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }
}

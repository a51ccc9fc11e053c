import Digest
import Foundation
import GRDB

extension StoreError {
  /// How long a connection waits for another one's lock.
  ///
  /// Whoever holds the lock may himself be waiting for the disk: beside programs that write much, one
  /// fsync took up to 5.1 s on ext4 (`Reliability.md`), and with a rollback journal nobody may even read
  /// meanwhile. Waiting as long as that lets a station give up though nothing is wrong.
  static let busyTimeoutInMilliseconds = 30_000

  /// The meaning of an error that GRDB, or this module's own code inside its closures, threw.
  init(_ error: any Error, file: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self = StoreError(sqlite: error, file: file)
    case let error as DigestError:
      self = .database(file: file, code: 0, evidence: "digest: \(error)")
    default: self = .database(file: file, code: 0, evidence: "\(error)")
    }
  }

  private init(sqlite error: DatabaseError, file: String) {
    let code = Int(error.extendedResultCode.rawValue)
    let evidence = error.message ?? ""
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .locked(file: file, waitedMilliseconds: Self.busyTimeoutInMilliseconds)
    case .SQLITE_FULL: self = .diskFull(file: file)
    case .SQLITE_READONLY where error.extendedResultCode.asksForRecovery:
      self = .unfinishedWrite(file: file)
    case .SQLITE_READONLY: self = .readOnly(file: file)
    case .SQLITE_PERM, .SQLITE_AUTH: self = .permissionDenied(file: file)
    case .SQLITE_CANTOPEN:
      // SQLite does not hand on the cause; the operating system still knows the commonest one.
      self =
        access(file, R_OK) != 0 && errno == EACCES
        ? .permissionDenied(file: file)
        : .inputOutput(file: file, code: code, evidence: evidence)
    case .SQLITE_NOTADB: self = .notADatabase(file: file)
    case .SQLITE_CORRUPT: self = .corrupt(file: file, evidence: evidence)
    case .SQLITE_IOERR: self = .inputOutput(file: file, code: code, evidence: evidence)
    default: self = .database(file: file, code: code, evidence: evidence)
    }
  }

  /// Whether nobody can tell any more what is on the disk, so that writing on would be a guess.
  ///
  /// A failed fsync may have dropped the very pages it was asked to keep, and a second fsync then
  /// reports success; hence no retry. A full disk is different: SQLite rolled the entry back.
  var leavesDiskUnknown: Bool {
    switch self {
    case .inputOutput, .corrupt, .notADatabase: true
    default: false
    }
  }
}

extension ResultCode {
  /// Whether a reader would have to finish or undo a dead writer's work first.
  fileprivate var asksForRecovery: Bool {
    self == .SQLITE_READONLY_ROLLBACK || self == .SQLITE_READONLY_RECOVERY
  }
}

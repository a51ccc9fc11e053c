import Digest
import GRDB
public import Review
import Synchronization

/// The append-only record of all reviews: one SQLite file, shared by any number of stations.
///
/// A record that `append` returned is on the disk. Methods may be called from any thread; they wait
/// for the disk, so the thread that draws the screen had better not call them.
public final class ReviewLog: Sendable {
  /// What the log is opened for.
  public enum Access: Sendable {
    /// To read and append; makes file and directories when they are missing.
    case readWrite
    case readOnly
  }

  /// Absolute path of the SQLite file.
  public let path: String
  /// Who writes through this object; another reviewer may take over.
  public var identity: LogIdentity { writer.withLock { $0 } }
  /// How the log survives a crash; nil when it is only read.
  public let journalMode: JournalMode?

  let queue: DatabaseQueue
  private let writer: Mutex<LogIdentity>
  private let clock: @Sendable () -> Timestamp
  /// The failure after which nothing more may be written.
  private let poison = Mutex<StoreError?>(nil)
  private let turns = TurnTaking()

  /// Opens a log.
  ///
  /// - Parameters:
  ///   - path: the SQLite file.
  ///   - identity: reviewer, host and session of everything that will be appended.
  ///   - clock: the time of a record, read while the log is locked for it.
  public init(
    path: String, identity: LogIdentity, clock: @escaping @Sendable () -> Timestamp,
    access: Access = .readWrite
  ) throws(StoreError) {
    self.path = LogFile.absolute(path)
    writer = Mutex(identity)
    self.clock = clock
    guard !(identity.session + identity.reviewer + identity.host).utf8.contains(0) else {
      throw .unstorableEntry(id: identity.session, evidence: "NUL in the identity")
    }
    switch access {
    case .readWrite:
      let (queue, journalMode) = try LogConnection.openForWriting(self.path)
      self.queue = queue
      self.journalMode = journalMode
    case .readOnly:
      queue = try LogConnection.openForReading(self.path)
      journalMode = nil
      let path = self.path
      try read { db in
        try Schema.requireKnown(db, file: path)
        if let object = try Schema.alteredObjects(in: db).first {
          throw StoreError.alteredSchema(file: path, object: object)
        }
      }
    }
  }

  /// Adds entries to the log, all of them or none, and returns their records once they are on the
  /// disk.
  ///
  /// An entry whose identifier is in the log with the same content is not added again; its record
  /// is returned. So an append whose outcome was not learned can be repeated.
  @discardableResult
  public func append(_ entries: [LogEntry]) throws(StoreError) -> [LogRecord] {
    guard journalMode != nil else { throw .openedForReading(file: path) }
    if let cause = poison.withLock({ $0 }) { throw .poisoned(file: path, cause: cause) }
    var prepared: [PreparedEntry] = []
    for entry in entries { prepared.append(try PreparedEntry(entry)) }
    guard !prepared.isEmpty else { return [] }
    turns.giveWay()
    do {
      return try queue.writeWithoutTransaction { [prepared] db in
        var records: [LogRecord] = []
        var met = LogHead.empty
        try db.inTransaction(.immediate) {
          met = try Self.head(db)
          records = try self.insert(prepared, after: met, into: db)
          return .commit
        }
        turns.tookTurn(after: met.sequence, to: max(met.sequence, records.last?.sequence ?? 0))
        return records
      }
    } catch {
      let failure = StoreError(error, file: path)
      if failure.leavesDiskUnknown { poison.withLock { $0 = $0 ?? failure } }
      throw failure
    }
  }

  /// What is appended from now on carries another reviewer's name.
  public func signIn(reviewer: String) throws(StoreError) {
    guard !reviewer.utf8.contains(0) else {
      throw .unstorableEntry(id: identity.session, evidence: "NUL in the reviewer's name")
    }
    writer.withLock {
      $0 = LogIdentity(reviewer: reviewer, host: $0.host, session: $0.session)
    }
  }

  private func insert(
    _ entries: [PreparedEntry], after met: LogHead, into db: Database
  ) throws -> [LogRecord] {
    let time = clock()
    let identity = identity
    var head = met
    var records: [LogRecord] = []
    records.reserveCapacity(entries.count)
    for prepared in entries {
      let id = prepared.entry.id.rawValue
      if let stored = try Self.row(withID: id, in: db) {
        guard stored.payload == prepared.payload,
          stored.kind.elementsEqual(prepared.columns.kind.rawValue.utf8)
        else { throw StoreError.conflictingEntry(file: path, id: id) }
        records.append(try verified(stored))
        continue
      }
      let row = try StoredRow(prepared, time: time, identity: identity, after: head)
      try row.insert(into: db)
      head = row.head
      records.append(
        LogRecord(
          sequence: head.sequence, entry: prepared.entry, time: time, identity: identity,
          hash: head.hash))
    }
    return records
  }

  /// Closes the file. Nothing can be read or appended afterwards; also done when the log is released.
  public func close() throws(StoreError) {
    do {
      try queue.close()
    } catch {
      throw StoreError(error, file: path)
    }
  }
}

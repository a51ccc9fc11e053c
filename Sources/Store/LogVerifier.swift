import Digest
import GRDB
public import Review

/// Reads a log from end to end and tells whether it is what was written. Changes nothing.
///
/// Finds rows that were edited, removed, moved or put in, by whoever did not also recompute every
/// later hash. Someone who did leaves a log that is whole in itself; only a head noted down
/// elsewhere (an export prints it) shows that. The same holds for rows cut off at the end.
public enum LogVerifier {
  /// Faults told in full; more are only counted.
  public static let reportedFaults = 20

  /// Checks the log at `path`.
  ///
  /// - Parameter anchors: heads of this log that were kept elsewhere, such as in exports.
  /// - Throws: when the file cannot be read as a log at all.
  public static func verify(
    _ path: String, anchors: [LogHead] = []
  ) throws(StoreError) -> VerificationReport {
    let file = LogFile.absolute(path)
    let queue = try LogConnection.openForReading(file)
    do {
      let report = try queue.read { db in
        try Schema.requireKnown(db, file: file)
        var examination = Examination(file: file, anchors: anchors)
        try examination.run(db)
        return examination.report
      }
      try queue.close()
      return report
    } catch {
      throw StoreError(error, file: file)
    }
  }
}

/// One pass over a log.
private struct Examination {
  let file: String
  let anchors: [LogHead]
  var recordCount = 0
  var head: LogHead?
  var faults: [VerificationFault] = []
  var faultCount = 0

  init(file: String, anchors: [LogHead]) {
    self.file = file
    self.anchors = anchors
  }

  var report: VerificationReport {
    VerificationReport(
      file: file, recordCount: recordCount, head: head, faults: faults, faultCount: faultCount)
  }

  mutating func run(_ db: Database) throws {
    for object in try Schema.alteredObjects(in: db) { add(.alteredSchema(object: object)) }
    do {
      // Also finds index entries without a row, which an edited file would show to a lookup.
      for row in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)") where row != "ok" {
        add(.damagedFile(evidence: row))
      }
      try readRows(db)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      // As far as it could be read is told; the rest is lost to every reader.
      head = nil
      add(.damagedFile(evidence: error.message ?? "corrupt"))
    }
  }

  private mutating func readRows(_ db: Database) throws {
    var previous = LogHead.empty
    var hashes: [Int64: String] = [:]
    let rows = try StoredRows(db, "ORDER BY sequence")
    while let row = try rows.next() {
      recordCount += 1
      try examine(row, after: previous, in: db)
      previous = row.head
      if anchors.contains(where: { $0.sequence == row.sequence }) {
        hashes[row.sequence] = previous.hash
      }
    }
    head = previous
    for anchor in anchors where anchor != .empty {
      let found = hashes[anchor.sequence]
      if found != anchor.hash { add(.anchorMissing(expected: anchor, found: found)) }
    }
  }

  private mutating func examine(
    _ row: StoredRow, after previous: LogHead, in db: Database
  ) throws {
    let follows = row.previousHash.elementsEqual(previous.hash.utf8)
    let hasGap = row.sequence > previous.sequence + 1
    if hasGap { add(.missing(previous.sequence + 1...row.sequence - 1)) }
    if row.sequence < 1 { add(.notFollowing(sequence: row.sequence)) }
    guard try row.agreesWithItsHash() else {
      let original = try originalSequence(of: row, in: db)
      add(
        original.map { .moved(sequence: row.sequence, original: $0) }
          ?? .edited(sequence: row.sequence))
      return
    }
    // Behind a gap, or behind a row that was told already, nothing can be said about following.
    if !follows, !hasGap { add(.notFollowing(sequence: row.sequence)) }
    do {
      let record = try row.record(file: file)
      if !agrees(row, with: record.entry.event) { add(.disagreeing(sequence: row.sequence)) }
    } catch {
      guard case .unreadableRecord(_, let sequence, let evidence) = error else { throw error }
      add(.unreadable(sequence: sequence, evidence: evidence))
    }
  }

  /// Whether the columns by which a row is found say the same as its payload.
  private func agrees(_ row: StoredRow, with event: LogEvent) -> Bool {
    let columns = EventColumns(of: event)
    return row.kind.elementsEqual(columns.kind.rawValue.utf8)
      && row.directory == columns.directory?.bytes
      && row.imagePath == columns.image.map { Array($0.lossyText.utf8) }
      && row.imageSHA256 == columns.imageSHA256.map { Array($0.utf8) }
  }

  /// Where a row was written, when it agrees with its hash at another place than it stands at.
  private func originalSequence(of row: StoredRow, in db: Database) throws -> Int64? {
    guard faultCount < LogVerifier.reportedFaults else { return nil }
    // A row that was renumbered stood near, or right after the row whose hash it carries.
    let previous = try Int64.fetchAll(
      db, sql: "SELECT sequence FROM entry WHERE hash = ?",
      arguments: [String(decoding: row.previousHash, as: UTF8.self)])
    let near = (1...64).flatMap { [row.sequence - $0, row.sequence + $0] }
    for candidate in previous.map({ $0 + 1 }) + near where candidate != row.sequence {
      var moved = row
      moved.sequence = candidate
      if try moved.agreesWithItsHash() { return candidate }
    }
    return nil
  }

  private mutating func add(_ fault: VerificationFault) {
    faultCount += 1
    if faults.count < LogVerifier.reportedFaults { faults.append(fault) }
  }
}

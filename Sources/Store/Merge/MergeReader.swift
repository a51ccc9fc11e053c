import GRDB
import Review

/// One source of a merge, read up to the head that was verified; a station may go on writing behind it.
final class MergeReader {
  let file: String
  /// The last record that is taken.
  let head: LogHead
  /// Place of the record that is next in turn.
  private(set) var place: Int64 = 1

  private let queue: DatabaseQueue
  private var batch: ArraySlice<StoredRow> = []
  private static let batchSize = 256

  /// Verifies a log and opens it. Throws `notWhole` when something is wrong with it.
  init(_ path: String) throws(StoreError) {
    let report = try LogVerifier.verify(path)
    guard report.isIntact, let head = report.head else {
      throw .notWhole(file: report.file, faultCount: report.faultCount)
    }
    file = report.file
    self.head = head
    queue = try LogConnection.openForReading(report.file)
  }

  /// The record that is next in turn; nil after the last.
  var next: StoredRow? {
    get throws(StoreError) {
      if batch.isEmpty { batch = try rows(from: place)[...] }
      return batch.first
    }
  }

  /// Goes on to the record after the next one.
  func advance() {
    batch.removeFirst()
    place += 1
  }

  /// Hands over every record, oldest first.
  func forEach(_ body: (StoredRow) throws(StoreError) -> Void) throws(StoreError) {
    var first: Int64 = 1
    while first <= head.sequence {
      for row in try rows(from: first) { try body(row) }
      first += Int64(Self.batchSize)
    }
  }

  /// The record at a place.
  func row(at sequence: Int64) throws(StoreError) -> StoredRow? {
    try fetch("WHERE sequence = ?", [sequence]).first
  }

  private func rows(from first: Int64) throws(StoreError) -> [StoredRow] {
    let last = min(head.sequence, first + Int64(Self.batchSize) - 1)
    return try fetch("WHERE sequence BETWEEN ? AND ? ORDER BY sequence", [first, last])
  }

  private func fetch(
    _ condition: String, _ arguments: StatementArguments
  ) throws(StoreError) -> [StoredRow] {
    do {
      return try queue.read { db in
        let rows = try StoredRows(
          db.cachedStatement(sql: "\(StoredRow.select) \(condition)"), arguments)
        var fetched: [StoredRow] = []
        while let row = try rows.next(after: fetched.last) {
          // What changed since the verifier was here does not get into the new log.
          guard try row.agreesWithItsHash() else {
            throw StoreError.altered(file: file, sequence: row.sequence)
          }
          fetched.append(row)
        }
        return fetched
      }
    } catch {
      throw StoreError(error, file: file)
    }
  }
}

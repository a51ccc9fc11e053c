import Dispatch
import Foundation
import Synchronization

/// Makes an export's lines on all cores while the log is read on, in the order of the pictures.
///
/// Two batches of pictures are in memory at most, so that it does not grow with the log.
final class LineWorks {
  /// The lines of some pictures.
  struct Lines: Sendable {
    var rowCount = 0
    var bytes: [UInt8] = []
  }

  private let lines: @Sendable (_ picture: [StoredRow], inout Lines) throws -> Void
  private let sink: ExportSink
  private var batch: [[StoredRow]] = []
  private var batchRowCount = 0
  private var work: Work?
  private var rowCount = 0
  private static let rowsInBatch = 256

  /// Works that write into `sink`; `lines` adds those of one picture and is called on several threads.
  init(
    into sink: ExportSink,
    lines: @escaping @Sendable (_ picture: [StoredRow], inout Lines) throws -> Void
  ) {
    self.sink = sink
    self.lines = lines
  }

  /// Adds the records of the next picture.
  func add(_ picture: [StoredRow]) throws {
    batch.append(picture)
    batchRowCount += picture.count
    if batchRowCount >= Self.rowsInBatch { try startBatch() }
  }

  /// Writes what is still under way and returns the number of lines.
  func finish() throws -> Int {
    try startBatch()
    try takeIn()
    return rowCount
  }

  private func startBatch() throws {
    let next = Work(batch, lines)
    batch.removeAll(keepingCapacity: true)
    batchRowCount = 0
    try takeIn()
    work = next
  }

  /// Waits for the batch under way and writes it.
  private func takeIn() throws {
    guard let work else { return }
    self.work = nil
    for lines in work.results() {
      let lines = try lines.get()
      rowCount += lines.rowCount
      try sink.append(lines.bytes)
    }
  }
}

/// One batch under way.
private final class Work: Sendable {
  private let done = DispatchGroup()
  private let parts: Mutex<[Result<LineWorks.Lines, any Error>?]>

  init(
    _ pictures: [[StoredRow]],
    _ lines: @escaping @Sendable (_ picture: [StoredRow], inout LineWorks.Lines) throws -> Void
  ) {
    let count = ProcessInfo.processInfo.activeProcessorCount
    parts = Mutex(Array(repeating: nil, count: count))
    DispatchQueue.global().async(group: done) { [self] in
      DispatchQueue.concurrentPerform(iterations: count) { part in
        let share = pictures[pictures.count * part / count..<pictures.count * (part + 1) / count]
        let result = Result {
          var made = LineWorks.Lines()
          for picture in share { try lines(picture, &made) }
          return made
        }
        parts.withLock { $0[part] = result }
      }
    }
  }

  /// What was made, in the order of the pictures; waits for it.
  func results() -> [Result<LineWorks.Lines, any Error>] {
    done.wait()
    return parts.withLock { $0.compactMap { $0 } }
  }
}

import Dispatch
import Foundation
import Synchronization

/// Makes an export's lines on all cores while the log is read on, in the order of the pictures.
///
/// A few batches of pictures are in memory at most, so that it does not grow with the log.
final class LineWorks {
  private let lines: @Sendable (_ pictures: [[StoredRow]]) throws -> TableLines
  private let sink: ExportSink
  private var batch: [[StoredRow]] = []
  private var batchRowCount = 0
  /// The batches under way, the oldest first.
  private var works: [Work] = []
  private var rowCount = 0
  private static let rowsInBatch = 256

  /// Works that write into `sink`; `lines` makes those of some pictures and is called on several threads.
  init(
    into sink: ExportSink,
    lines: @escaping @Sendable (_ pictures: [[StoredRow]]) throws -> TableLines
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
    while !works.isEmpty { try takeIn() }
    return rowCount
  }

  private func startBatch() throws {
    works.append(Work(batch, lines))
    batch.removeAll(keepingCapacity: true)
    batchRowCount = 0
    // One more than there are cores, so that none waits while the log is read.
    if works.count > ProcessInfo.processInfo.activeProcessorCount { try takeIn() }
  }

  /// Waits for the oldest batch and writes it.
  private func takeIn() throws {
    guard let lines = try works.removeFirst().lines() else { return }
    rowCount += lines.rowCount
    try sink.append(lines.bytes)
  }
}

/// One batch under way, on a thread of its own.
private final class Work: Sendable {
  private let done = DispatchGroup()
  private let made = Mutex<Result<TableLines, any Error>?>(nil)

  init(
    _ pictures: [[StoredRow]],
    _ lines: @escaping @Sendable (_ pictures: [[StoredRow]]) throws -> TableLines
  ) {
    DispatchQueue.global().async(group: done) { [self] in
      let result = Result { try lines(pictures) }
      made.withLock { $0 = result }
    }
  }

  /// What was made; waits for it.
  func lines() throws -> TableLines? {
    done.wait()
    return try made.withLock { $0 }?.get()
  }
}

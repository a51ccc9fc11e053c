import Dispatch
import Foundation
import Review
import Station
import Store

/// The thread that writes the log: the screen says "saved" only after it answered.
struct LogWorker: Sendable {
  private enum Job: Sendable {
    case record([LogEntry])
    case history(directory: ImagePath)
    case stop
  }

  private let jobs = JobQueue<Job>()
  private let stopped = DispatchSemaphore(value: 0)

  /// Starts the thread. `reopen` opens the log anew after a failure.
  init(
    log first: ReviewLog, mailbox: Mailbox,
    reopen: @escaping @Sendable () throws(StoreError) -> ReviewLog
  ) {
    let jobs = jobs
    let stopped = stopped
    Thread.detachNewThread {
      var writer = Writer(log: first, reopen: reopen)
      while true {
        switch jobs.next() {
        case .record(let entries): mailbox.post(writer.append(entries))
        case .history(let directory):
          mailbox.post(writer.history(of: directory) { mailbox.post(.historyPart($0)) })
        case .stop:
          // Closed here, so that the process cannot end before the log's file is in order.
          writer.close()
          stopped.signal()
          return
        }
      }
    }
  }

  func record(_ entries: [LogEntry]) { jobs.add([.record(entries)]) }

  func loadHistory(of directory: ImagePath) { jobs.add([.history(directory: directory)]) }

  /// Waits until everything handed over before was tried.
  func finish() {
    jobs.add([.stop])
    _ = stopped.wait(timeout: .now() + 10)
  }
}

private struct Writer {
  var log: ReviewLog
  let reopen: @Sendable () throws(StoreError) -> ReviewLog
  private var failed = false

  init(log: ReviewLog, reopen: @escaping @Sendable () throws(StoreError) -> ReviewLog) {
    self.log = log
    self.reopen = reopen
  }

  mutating func append(_ entries: [LogEntry]) -> Event {
    let ids = entries.map(\.id)
    do {
      // A failed log stays closed until it is opened anew: nobody knows what its file holds.
      if failed { log = try reopen() }
      try log.append(entries)
      failed = false
      return .recorded(ids)
    } catch {
      failed = true
      return .recordFailed(ids, Messages.notice(for: error))
    }
  }

  func close() { try? log.close() }

  /// Reads earlier entries and hands them over in parts, so that neither memory nor screen has to
  /// take all at once.
  func history(of directory: ImagePath, part: ([LogEntry]) -> Void) -> Event {
    var entries: [LogEntry] = []
    do {
      try log.forEachRecord(inDirectory: directory, includingBelow: true) { record in
        entries.append(record.entry)
        if entries.count == 512 {
          part(entries)
          entries = []
        }
      }
      return .history(entries)
    } catch {
      return .recordFailed([], Messages.notice(for: error))
    }
  }
}

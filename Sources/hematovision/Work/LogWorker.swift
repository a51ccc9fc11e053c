import Directories
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
    case trail(ImagePath)
    case signIn(reviewer: String)
    case references(Label)
    case export(directory: ImagePath, file: String)
    case stop
  }

  private let jobs = JobQueue<Job>()
  private let stopped = DispatchSemaphore(value: 0)

  /// Starts the thread. `exporter` makes the export of a directory; `reopen` opens the log anew after a failure.
  init(
    log first: ReviewLog, mailbox: Mailbox,
    exporter: @escaping @Sendable (ReviewLog, ImagePath) -> Exporter,
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
          mailbox.post(writer.answeredToday())
        case .trail(let image): mailbox.post(writer.trail(of: image))
        case .signIn(let reviewer):
          writer.reviewer = reviewer
          mailbox.post(writer.answeredToday())
        case .references(let label): mailbox.post(writer.references(of: label))
        case .export(let directory, let file):
          mailbox.post(writer.export(to: file, exporter(writer.log, directory)))
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

  func loadTrail(of image: ImagePath) { jobs.add([.trail(image)]) }

  func signIn(reviewer: String) { jobs.add([.signIn(reviewer: reviewer)]) }
  func loadReferences(_ label: Label) { jobs.add([.references(label)]) }

  func export(_ directory: ImagePath, to file: String) {
    jobs.add([.export(directory: directory, file: file)])
  }

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
  /// Who is signed in now, also for a log that is opened anew.
  var reviewer: String

  init(log: ReviewLog, reopen: @escaping @Sendable () throws(StoreError) -> ReviewLog) {
    self.log = log
    self.reopen = reopen
    reviewer = log.identity.reviewer
  }

  mutating func append(_ entries: [LogEntry]) -> Event {
    let ids = entries.map(\.id)
    do {
      // A failed log stays closed until it is opened anew: nobody knows what its file holds.
      if failed { log = try reopen() }
      if log.identity.reviewer != reviewer { try log.signIn(reviewer: reviewer) }
      try log.append(entries)
      failed = false
      return .recorded(ids)
    } catch {
      failed = true
      return .recordFailed(ids, Messages.notice(for: error))
    }
  }

  func references(of label: Label) -> Event {
    do {
      return .referencesFound(try log.referenceCells(of: label, count: References.asked))
    } catch {
      return .referencesFailed(label, Messages.notice(for: error))
    }
  }

  func close() { try? log.close() }

  /// Reads earlier records and hands them over in parts, so that neither memory nor screen has to
  /// take all at once.
  func history(of directory: ImagePath, part: ([LogRecord]) -> Void) -> Event {
    var records: [LogRecord] = []
    do {
      try log.forEachRecord(inDirectory: directory, includingBelow: true) { record in
        records.append(record)
        if records.count == 512 {
          part(records)
          records = []
        }
      }
      return .history(records)
    } catch {
      return .recordFailed([], Messages.notice(for: error))
    }
  }

  func trail(of image: ImagePath) -> Event {
    do {
      return .trail(image, try log.records(about: image))
    } catch {
      return .recordFailed([], Messages.notice(for: error))
    }
  }

  /// What the file's name asks for; what the log holds by now is in it.
  func export(to file: String, _ exporter: Exporter) -> Event {
    let kind = ExportKind(fileName: file)
    do {
      let summary = try exporter.write(kind, to: .file(file, overwrite: false))
      return .exported(
        file: ImagePath(resolving: file), format: kind.name,
        rows: summary.rows)
    } catch {
      return .exportFailed(Messages.exportNotice(for: error))
    }
  }

  /// A figure for the eye: where the log cannot be read, other messages say so.
  func answeredToday() -> Event {
    let midnight = Calendar.current.startOfDay(for: Date())
    let since = Int64(midnight.timeIntervalSince1970 * 1000)
    return .answeredToday((try? log.answers(by: reviewer, since: since)) ?? 0)
  }
}

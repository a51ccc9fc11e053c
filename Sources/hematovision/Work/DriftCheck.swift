import Evaluation
import Foundation
import Review
import Station
import Store

/// Looks through the whole log for a fall of agreement, on a thread and through a connection of its own.
struct DriftCheck: Sendable {
  let path: String
  let journalMode: JournalMode?
  let mailbox: Mailbox

  init(log: ReviewLog, mailbox: Mailbox) {
    path = log.path
    journalMode = log.journalMode
    self.mailbox = mailbox
  }

  func start() {
    Thread.detachNewThread { mailbox.post(.driftChecked(sentences)) }
  }

  private var sentences: [String] {
    // With a rollback journal a long reading would keep answers from being saved.
    guard journalMode == .wal else {
      return ["Whether agreement has fallen: hematovision agreement tells"]
    }
    do {
      let log = try Opening.logForReading(path: path)
      var collector = AgreementCollector()
      _ = try log.forEachPicture(plans: { _ in }, { collector.take($0) })
      return DriftReport(collector).sentences
    } catch {
      return ["Whether agreement has fallen cannot be told: \(Messages.notice(for: error).why)"]
    }
  }
}

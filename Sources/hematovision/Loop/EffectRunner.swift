import Foundation
import Review
import Station

/// Hands the station's wishes to the threads that fulfil them.
struct EffectRunner {
  /// What the command line named: the directory, or one file in it.
  let target: ImagePath
  let mailbox: Mailbox
  let inference: InferenceWorker
  let pictures: PictureWorker
  let log: LogWorker

  /// Starts an effect that needs no terminal; its answer comes through the mailbox.
  func run(_ effect: Effect) {
    switch effect {
    case .list: list()
    case .loadHistory(let directory): log.loadHistory(of: directory)
    case .draw(let request): pictures.draw(request)
    case .classify(let paths, let first): inference.classify(paths, first: first)
    case .cancelClassification: inference.cancel()
    case .judge(let placement): inference.judge(placement)
    case .record(let entries): log.record(entries)
    case .suspend, .redraw, .quit: break
    }
  }

  /// Waits until everything that was to be recorded has been tried.
  func finish() { log.finish() }

  private func list() {
    let (target, mailbox) = (target, mailbox)
    Thread.detachNewThread {
      guard DirectoryScan.isDirectory(target) else {
        mailbox.post(.listed([target]))
        return
      }
      do throws(DirectoryError) {
        mailbox.post(.listed(try DirectoryScan.pictures(below: target)))
      } catch {
        mailbox.post(.listingFailed(Messages.notice(for: error)))
      }
    }
  }
}

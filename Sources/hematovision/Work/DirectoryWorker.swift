import Directories
import Dispatch
import Foundation
import Review
import Station
import Store

/// The thread that reads the directory and tells what becomes of its pictures.
///
/// It begins before the model and the log are opened: on a large directory it has the longest way.
struct DirectoryWorker: Sendable {
  /// Enough names for the first screen.
  private static let firstNames = 256

  /// Starts the thread for a directory, or for one picture.
  init(target: ImagePath, mailbox: Mailbox) {
    Thread.detachNewThread {
      let isDirectory = DirectoryScan.isDirectory(target)
      let root = isDirectory ? target : target.directory
      let watch = DirectoryWatch(
        root, only: isDirectory ? nil : target,
        isOnNetwork: FileSystem.isOnNetwork(root.lossyText))
      do throws(DirectoryError) {
        let all = try watch.list(first: Self.firstNames) { mailbox.post(.listedFirst($0)) }
        mailbox.post(.listed(all))
      } catch {
        mailbox.post(.listingFailed(Messages.notice(for: error)))
        return
      }
      while true {
        for change in watch.next() { mailbox.post(Self.event(change, root)) }
      }
    }
  }

  /// Lists these pictures, wherever they lie, and tells once which of them are gone.
  init(pictures: [ImagePath], mailbox: Mailbox) {
    Thread.detachNewThread {
      let all = Set(pictures).sorted()
      mailbox.post(.listed(all))
      let gone = all.filter { DirectoryScan.resolved($0) == nil }
      if !gone.isEmpty { mailbox.post(.vanished(gone)) }
    }
  }

  private static func event(_ change: DirectoryWatch.Change, _ root: ImagePath) -> Event {
    switch change {
    case .appeared(let paths): .appeared(paths)
    case .vanished(let paths): .vanished(paths)
    case .watchesUsedUp: .notWatched(Messages.watchesUsedUp(root))
    }
  }
}

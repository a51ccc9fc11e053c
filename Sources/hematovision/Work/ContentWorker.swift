import Analysis
import Foundation
import Imaging
import Review
import Station

/// One thread that tells by its hash which picture a file holds, after the file was written anew.
struct ContentWorker: Sendable {
  private let jobs = JobQueue<ImagePath>()

  /// Starts the thread; its answers go to `mailbox`.
  init(mailbox: Mailbox) {
    let jobs = jobs
    Thread.detachNewThread {
      while true {
        let path = jobs.next()
        // A file that cannot be read says so when it is looked at.
        guard let bytes = try? ImageFile.read(path: path.bytes) else { continue }
        mailbox.post(.contentRead(path, sha256: sha256(of: bytes)))
      }
    }
  }

  func read(_ paths: [ImagePath]) { jobs.add(paths) }
}

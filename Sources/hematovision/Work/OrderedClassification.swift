import Analysis
import Dispatch
import Foundation
import Review
import Synchronization

/// Classifies images on several threads and hands the results out in the images' order.
///
/// Memory stays flat: threads run at most a window of images ahead of the last result taken.
struct OrderedClassification {
  let model: Model
  let images: [ImagePath]
  let threads: Int

  private final class Shared: Sendable {
    struct Progress {
      var next = 0
      var done: [Int: Classification] = [:]
      var isCancelled = false
    }

    let progress = Mutex(Progress())
    let room: DispatchSemaphore
    let news = DispatchSemaphore(value: 0)

    init(window: Int) { room = DispatchSemaphore(value: window) }
  }

  /// Calls `body` once for each image, in order, on the calling thread.
  func forEach<Failure: Error>(
    _ body: (Classification) throws(Failure) -> Void
  ) throws(Failure) {
    let count = min(threads, images.count)
    let shared = Shared(window: count * 8)
    for _ in 0..<count { startThread(shared) }
    defer {
      // After an error of `body` the threads end at their next image.
      shared.progress.withLock { $0.isCancelled = true }
      for _ in 0..<count { shared.room.signal() }
    }
    for index in images.indices {
      var result: Classification?
      while result == nil {
        result = shared.progress.withLock { $0.done.removeValue(forKey: index) }
        if result == nil { shared.news.wait() }
      }
      shared.room.signal()
      if let result { try body(result) }
    }
  }

  private func startThread(_ shared: Shared) {
    let (model, images) = (model, images)
    Thread.detachNewThread {
      let analyzer = Analyzer(model)
      while true {
        shared.room.wait()
        let index = shared.progress.withLock { progress -> Int? in
          guard !progress.isCancelled, progress.next < images.count else { return nil }
          defer { progress.next += 1 }
          return progress.next
        }
        guard let index else { return }
        let result = classification(of: images[index], with: analyzer)
        shared.progress.withLock { $0.done[index] = result }
        shared.news.signal()
      }
    }
  }
}

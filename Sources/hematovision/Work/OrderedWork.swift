import Dispatch
import Foundation
import Synchronization

/// Does the same work on many items on several threads and hands the results out in the items' order.
///
/// Memory stays flat: threads run at most a window of items ahead of the last result taken.
struct OrderedWork<Result: Sendable> {
  /// Number of items.
  let count: Int
  let threads: Int
  /// Called once on each thread: what that thread does with an item, by its place.
  let worker: @Sendable () -> (Int) -> Result

  private final class Shared: Sendable {
    struct Progress {
      var next = 0
      var done: [Int: Result] = [:]
      var isCancelled = false
    }

    let progress = Mutex(Progress())
    let room: DispatchSemaphore
    let news = DispatchSemaphore(value: 0)

    init(window: Int) { room = DispatchSemaphore(value: window) }
  }

  /// Calls `body` once for each item, in order, on the calling thread.
  func forEach<Failure: Error>(
    _ body: (Result) throws(Failure) -> Void
  ) throws(Failure) {
    let threads = min(threads, count)
    let shared = Shared(window: threads * 8)
    for _ in 0..<threads { startThread(shared) }
    defer {
      // After an error of `body` the threads end at their next item.
      shared.progress.withLock { $0.isCancelled = true }
      for _ in 0..<threads { shared.room.signal() }
    }
    for index in 0..<count {
      var result: Result?
      while result == nil {
        result = shared.progress.withLock { $0.done.removeValue(forKey: index) }
        if result == nil { shared.news.wait() }
      }
      shared.room.signal()
      if let result { try body(result) }
    }
  }

  private func startThread(_ shared: Shared) {
    let (worker, count) = (worker, count)
    Thread.detachNewThread {
      let work = worker()
      while true {
        shared.room.wait()
        let index = shared.progress.withLock { progress -> Int? in
          guard !progress.isCancelled, progress.next < count else { return nil }
          defer { progress.next += 1 }
          return progress.next
        }
        guard let index else { return }
        let result = work(index)
        shared.progress.withLock { $0.done[index] = result }
        shared.news.signal()
      }
    }
  }
}

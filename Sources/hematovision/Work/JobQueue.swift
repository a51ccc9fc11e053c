import Dispatch
import Synchronization

/// Work for a thread, taken one by one; urgent work first.
final class JobQueue<Job: Sendable>: Sendable {
  private struct Jobs {
    /// Newest last; taken from the end, so that the last wish comes first.
    var urgent: [Job] = []
    var waiting: [Job] = []
    var next = 0
  }

  private let jobs = Mutex(Jobs())
  private let available = DispatchSemaphore(value: 0)

  /// Adds jobs behind those that wait, or before them.
  func add(_ new: [Job], first: Bool = false) {
    jobs.withLock { jobs in
      if first { jobs.urgent += new.reversed() } else { jobs.waiting += new }
    }
    for _ in new { available.signal() }
  }

  /// Adds an urgent job in the place of urgent ones that are meant and wait: of wishes only the last counts.
  func addUrgent(_ new: Job, inPlaceOf isMeant: (Job) -> Bool) {
    jobs.withLock { jobs in
      jobs.urgent.removeAll(where: isMeant)
      jobs.urgent.append(new)
    }
    available.signal()
  }

  /// Takes the next job; waits until there is one.
  func next() -> Job {
    while true {
      available.wait()
      if let job = takeFirst() { return job }
    }
  }

  /// Forgets those that wait and are meant.
  func removeAll(where isMeant: (Job) -> Bool) {
    jobs.withLock { jobs in
      jobs.urgent.removeAll(where: isMeant)
      jobs.waiting.removeSubrange(..<jobs.next)
      jobs.next = 0
      jobs.waiting.removeAll(where: isMeant)
    }
  }

  private func takeFirst() -> Job? {
    jobs.withLock { jobs in
      if let job = jobs.urgent.popLast() { return job }
      guard jobs.next < jobs.waiting.count else {
        jobs.waiting.removeAll()
        jobs.next = 0
        return nil
      }
      defer { jobs.next += 1 }
      return jobs.waiting[jobs.next]
    }
  }
}

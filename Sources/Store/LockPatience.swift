import Glibc
import Synchronization

/// How a connection waits for a lock that another station holds.
///
/// SQLite's own handler sleeps longer and longer, up to a tenth of a second, while a station that writes
/// without pause gives the lock back for moments only: of ten such stations one was let in and others
/// gave up (`Reliability.md`). Short pauses of random length give all the same chance.
final class LockPatience: Sendable {
  private struct Waiting {
    var start: ContinuousClock.Instant
    var last: ContinuousClock.Instant
  }

  private let waiting: Mutex<Waiting>
  private static let longestPauseInMicroseconds: UInt32 = 3000
  /// Tries that are further apart belong to different waits: SQLite's count of them does not always
  /// begin anew.
  private static let between = Duration.seconds(1)

  init() {
    let now = ContinuousClock.now
    waiting = Mutex(Waiting(start: now, last: now))
  }

  /// Pauses and tells whether to try again; `attempt` is 0 when the waiting begins.
  func waits(attempt: Int) -> Bool {
    let waited = waiting.withLock { waiting in
      let now = ContinuousClock.now
      if attempt == 0 || now - waiting.last > Self.between { waiting.start = now }
      waiting.last = now
      return now - waiting.start
    }
    guard waited < .milliseconds(StoreError.busyTimeoutInMilliseconds) else { return false }
    usleep(UInt32.random(in: 100...Self.longestPauseInMicroseconds))
    return true
  }
}

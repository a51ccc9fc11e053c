import Glibc
import Synchronization

/// How a connection waits for a lock that another station holds.
///
/// SQLite's own handler sleeps longer and longer, up to a tenth of a second, while a station that writes
/// without pause gives the lock back for moments only: of ten such stations one was let in and others
/// gave up after five seconds (`Reliability.md`). Short pauses of random length give all the same chance.
final class LockPatience: Sendable {
  private let start: Mutex<ContinuousClock.Instant>
  private static let longestPauseInMicroseconds: UInt32 = 3000

  init() { start = Mutex(.now) }

  /// Pauses and tells whether to try again; `attempt` is 0 when the waiting begins.
  func waits(attempt: Int) -> Bool {
    let waited = start.withLock { start in
      if attempt == 0 { start = .now }
      return ContinuousClock.now - start
    }
    guard waited < .milliseconds(StoreError.busyTimeoutInMilliseconds) else { return false }
    usleep(UInt32.random(in: 100...Self.longestPauseInMicroseconds))
    return true
  }
}

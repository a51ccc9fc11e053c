import Glibc
import Synchronization

/// A station that writes without pause lets others have their turn.
///
/// Between two of its appends the lock is free for some microseconds, in which a waiting station, which
/// only looks now and then, hardly ever meets it: on a busy disk some gave up (`Reliability.md`). So
/// while others are seen to write, a pause stands before an append that follows the last one at once. A
/// technician's answers are much further apart and never wait.
final class TurnTaking: Sendable {
  private struct State {
    /// Place of this station's last record, and when it was written.
    var last: (sequence: Int64, time: ContinuousClock.Instant)?
    /// When another station's record was met last.
    var othersSeen: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private static let atOnce = Duration.milliseconds(5)
  private static let remembered = Duration.seconds(2)

  /// Called before the lock is asked for.
  func giveWay() {
    let isHurried = state.withLock { state in
      guard let last = state.last, let seen = state.othersSeen else { return false }
      let now = ContinuousClock.now
      return now - last.time < Self.atOnce && now - seen < Self.remembered
    }
    // Longer than a waiting station's longest pause.
    if isHurried { usleep(UInt32.random(in: 3000...6000)) }
  }

  /// Called with the log's head as it was met under the lock, and as it was left.
  func tookTurn(after met: Int64, to left: Int64) {
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.last, met > last.sequence { state.othersSeen = now }
      state.last = (left, now)
    }
  }
}

import CKernels
import Glibc
import Synchronization

/// Where the members of a team wait for each other within a run.
///
/// They spin, since a wait takes less than a microsecond when each member has a core. Where one has
/// none, the others soon give theirs away, again and again: slower, but never stuck.
final class Barrier: Sendable {
  private let members: Int
  private let arrived = Atomic<Int>(0)
  /// Pauses before the core is offered to others: about 30 microseconds.
  private static let patience = 2_000

  init(members: Int) { self.members = members }

  /// Before a run, when no member waits.
  func reset() { arrived.store(0, ordering: .relaxed) }

  /// Returns when all members have arrived `passed + 1` times; `passed` counts a member's own.
  @inline(__always)
  func wait(_ passed: inout Int) {
    guard members > 1 else { return }
    passed += 1
    let all = passed * members
    arrived.add(1, ordering: .acquiringAndReleasing)
    var pauses = 0
    while arrived.load(ordering: .acquiring) < all {
      if pauses < Self.patience {
        pauses += 1
        hv_pause()
      } else {
        sched_yield()
      }
    }
  }
}

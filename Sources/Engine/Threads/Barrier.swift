import CKernels
import Glibc
import Synchronization

/// Where the members of a team wait for each other within a run.
///
/// They spin, since a wait takes less than a microsecond when each member has a core. Where one has
/// none, the others soon sleep for moments: slower, but never stuck. Sleep, not `sched_yield`: two members
/// on one core would take turns there for long, while a thread that wakes is put on an idle one.
final class Barrier: Sendable {
  private let members: Int
  private let arrived = Atomic<Int>(0)
  /// Pauses before a member sleeps: about 30 microseconds.
  private static let patience = 2_000
  private static let nanosecondsOfSleep = 20_000

  init(members: Int) { self.members = members }

  /// Returns when all members have arrived `passed + 1` times.
  ///
  /// - Parameter passed: how often this member has passed since the barrier was made. It is never set back:
  ///   a member may still be looking at the last wait of a run when another begins the next.
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
        var moment = timespec(tv_sec: 0, tv_nsec: Self.nanosecondsOfSleep)
        nanosleep(&moment, nil)
      }
    }
  }
}

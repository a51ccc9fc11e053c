import CKernels

/// Where the members of a team wait for each other within a run.
///
/// They spin, since a wait takes less than a microsecond when each member has a core. Where one has
/// none, the others soon sleep until the last one comes: slower, but never stuck. Not `sched_yield`: two
/// members on one core would take turns there for long, while a thread that wakes is put on an idle one.
/// And no sleep for a time: who oversleeps is late for the next wait, over which the others then
/// sleep, and so on, for seconds, in which two threads are as slow as one.
///
/// Unchecked: both numbers are touched by atomic operations alone.
final class Barrier: @unchecked Sendable {
  private let members: Int
  /// Arrivals since the barrier was made, modulo 2^32.
  private let arrived: UnsafeMutablePointer<Int32>
  /// Members that sleep, or are about to.
  private let sleepers: UnsafeMutablePointer<Int32>
  /// Looks before a member sleeps: some 100 microseconds, longer than it takes to wake.
  private static let patience = 50_000

  init(members: Int) {
    self.members = members
    // In one place each, far from one another: who sleeps does not disturb who looks.
    arrived = .allocate(capacity: 64)
    arrived.initialize(repeating: 0, count: 64)
    sleepers = arrived + 32
  }

  deinit { arrived.deallocate() }

  /// Returns when all members have arrived `passed + 1` times.
  ///
  /// - Parameter passed: how often this member has passed since the barrier was made. It is never set back:
  ///   a member may still be looking at the last wait of a run when another begins the next.
  @inline(__always)
  func wait(_ passed: inout Int) {
    guard members > 1 else { return }
    passed += 1
    let all = Int32(truncatingIfNeeded: passed * members)
    var count = hv_count_up(arrived)
    if count == all, hv_look(sleepers) > 0 { hv_wake_sleepers(arrived) }
    var spin = SpinWait()
    while count &- all < 0 {
      if !spin.again(atMost: Self.patience) {
        _ = hv_count_up(sleepers)
        // Looked at again: whoever came last may have seen no sleeper yet.
        count = hv_look(arrived)
        if count &- all < 0 { hv_sleep_while(arrived, count) }
        hv_count_down(sleepers)
      }
      count = hv_look(arrived)
    }
  }
}

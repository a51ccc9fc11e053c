import CKernels

/// Looking again and again whether another thread is done, for as long as a sleep would take longer.
///
/// Only every 64th look is followed by the processor's pause: a hypervisor takes a loop of pauses for a wait in vain
/// and takes the core away, for longer than most waits last (two threads were then as slow as one, for seconds). A few
/// pauses remain for whoever shares the core.
struct SpinWait {
  private var looks = 0

  /// To be called after each look; whether another one is worth while.
  @inline(__always)
  mutating func again(atMost most: Int) -> Bool {
    looks += 1
    if looks & 63 == 0 { hv_pause() }
    return looks < most
  }
}

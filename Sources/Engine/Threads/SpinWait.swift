import CKernels

/// Looking again and again whether another thread is done, for as long as a sleep would take longer.
///
/// Only every 64th look is followed by the processor's pause, for whoever shares the core: a pause takes from tens of
/// cycles to more than a hundred, and looks are counted to tell time.
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

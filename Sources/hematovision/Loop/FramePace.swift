/// When the next frame is drawn: at once after a key; on a slow line at most four times a second
/// while only work in the background changes the screen.
struct FramePace {
  private static let sparingMilliseconds = 250

  private var last = Int.min / 2
  /// When a frame that was put off is to be drawn; nil when none was.
  private(set) var dueAt: Int?

  /// Whether to draw now; else the frame is put off.
  /// - Parameter isIdle: Whether no key came since the last frame.
  mutating func isDue(at now: Int, after isIdle: Bool, isSparing: Bool) -> Bool {
    if isSparing, isIdle, now < last + Self.sparingMilliseconds {
      dueAt = last + Self.sparingMilliseconds
      return false
    }
    last = now
    dueAt = nil
    return true
  }
}

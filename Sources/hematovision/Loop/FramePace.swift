/// When the next frame is drawn: at once as a rule; on a slow line at most four times a second while
/// only work in the background changes the screen.
struct FramePace {
  private static let sparingMilliseconds = 250
  /// So long after a key a frame is taken for its answer: the picture, the word "saved".
  private static let answerMilliseconds = 400

  private var last = Int.min / 2
  private var lastKey = Int.min / 2
  /// When a frame that was put off is to be drawn; nil when none was.
  private(set) var dueAt: Int?

  /// Says that a key came.
  mutating func takeKey(at now: Int) { lastKey = now }

  /// Whether to draw now; else the frame is put off.
  mutating func isDue(at now: Int, isSparing: Bool) -> Bool {
    if isSparing, now > lastKey + Self.answerMilliseconds, now < last + Self.sparingMilliseconds {
      dueAt = last + Self.sparingMilliseconds
      return false
    }
    last = now
    dueAt = nil
    return true
  }
}

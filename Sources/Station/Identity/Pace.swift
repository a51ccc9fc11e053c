/// How many answers were given today, and how quickly they come.
public struct Pace: Equatable, Sendable {
  /// Answers of the day under this reviewer's name, this session's included.
  public internal(set) var today = 0
  /// Answers of this session.
  public private(set) var session = 0
  /// Times of this session's last answers, in milliseconds of the station's clock.
  private var recent: [Int] = []

  private static let kept = 60
  private static let windowMilliseconds = 5 * 60_000

  mutating func count(at milliseconds: Int) {
    today += 1
    session += 1
    recent.append(milliseconds)
    if recent.count > Self.kept { recent.removeFirst(recent.count - Self.kept) }
  }

  /// Answers a minute over the last five minutes; nil when there are too few to say.
  func perMinute(at now: Int) -> Int? {
    let last = recent.filter { now - $0 <= Self.windowMilliseconds }
    guard last.count >= 3, let first = last.first, now - first >= 5_000 else { return nil }
    return Int((Double(last.count) * 60_000 / Double(now - first)).rounded())
  }
}

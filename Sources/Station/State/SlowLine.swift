/// What a frame cost the line to the terminal.
public struct FrameCost: Equatable, Sendable {
  /// Bytes of the last frame that wrote any.
  public let lastFrame: Int
  /// Bytes of all frames since they are counted.
  public let total: Int

  /// A cost in bytes.
  public init(lastFrame: Int, total: Int) {
    self.lastFrame = lastFrame
    self.total = total
  }
}

/// A slow line to the terminal: pictures are small and wait until the keys pause.
public struct SlowLine: Equatable, Sendable {
  /// When the last key came, in milliseconds.
  public var lastKey = 0
  /// What was written, as far as it is known.
  public var cost: FrameCost?

  /// So long no key must come before a picture is drawn: longer than a held key takes to repeat.
  static let pauseMilliseconds = 150

  /// The technician answered: whoever looks at a cell before the next one holds no key down, and the next
  /// picture is wanted at once.
  mutating func takeAnswer(at now: Int) { lastKey = now - Self.pauseMilliseconds }

  /// For the title bar: what the last frame cost, and where there is room all of them.
  func text(isWide: Bool) -> String {
    guard let cost else { return isWide ? "slow line" : "slow" }
    return isWide
      ? "slow line \(cost.lastFrame) B/frame, \((cost.total + 512) / 1024) kB"
      : "\(cost.lastFrame) B"
  }
}

extension State {
  /// Whether a picture that should be drawn is held back until the keys pause.
  var waitsForPause: Bool {
    guard let slowLine else { return false }
    return now < slowLine.lastKey + SlowLine.pauseMilliseconds
  }

  /// When the station wants to be told the time even if nothing happens; nil when it does not.
  public var wakeAt: Int? {
    guard let slowLine, waitsForPause, wantedPicture != requested else { return nil }
    return slowLine.lastKey + SlowLine.pauseMilliseconds
  }

  /// The state with a slow line, as the command line may ask for.
  public func onSlowLine() -> State {
    var state = self
    state.slowLine = SlowLine()
    return state
  }

  mutating func toggleBandwidth() -> [Effect] {
    let isSlow = slowLine == nil
    slowLine = isSlow ? SlowLine(lastKey: now) : nil
    message = Message(
      kind: .info,
      text: isSlow
        ? "sparing a slow line: the picture is small and waits until you pause; B ends it"
        : "the picture has its full size again")
    return [.limitColours(isSlow)]
  }
}

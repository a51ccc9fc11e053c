import Station

/// Lets a frame wait a moment for its picture, which most often is there within it: the list and the picture
/// then change together, and a pane that would be cleared and filled again is written once.
struct PicturePatience {
  private enum Wait {
    case none
    case until(Int)
    case over
  }

  private var wait = Wait.none
  /// In milliseconds; well below what a person takes for a delay, and below a frame's goal of 16.
  private static let limit = 10

  /// When the frame is due whether the picture has come or not, on the event loop's clock.
  var dueAt: Int? { if case .until(let time) = wait { time } else { nil } }

  /// Whether the frame of this state is to wait.
  mutating func holds(_ state: State, at now: Int) -> Bool {
    switch (state.awaitsPicture, wait) {
    case (false, _):
      wait = .none
      return false
    case (true, .none):
      wait = .until(now + Self.limit)
      return true
    case (true, .until(let time)):
      if now < time { return true }
      wait = .over
      return false
    case (true, .over):
      return false
    }
  }
}

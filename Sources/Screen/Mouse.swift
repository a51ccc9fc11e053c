/// What the mouse's first button or its wheel did, and over which character cell.
public struct Mouse: Hashable, Sendable {
  /// What happened.
  public enum Action: Hashable, Sendable {
    case press
    /// Moved to another cell with the button held.
    case drag
    case release
    case wheelUp
    case wheelDown
  }

  public let action: Action
  /// Counted from 0; may lie outside the screen.
  public let place: Position

  /// An action over a cell.
  public init(_ action: Action, at place: Position) {
    self.action = action
    self.place = place
  }
}

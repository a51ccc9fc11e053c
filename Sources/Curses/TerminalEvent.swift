public import Screen

/// What happened at the terminal.
public enum TerminalEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// The mouse did something; only where it was asked for.
  case mouse(Mouse)
  /// Text was pasted; none of it arrives as keys.
  case paste(String)
  /// The window has another size.
  case resized(Size)
  /// The program goes on after a stop; the screen must be drawn again.
  case resumed
  /// Another process asks the program to stop for a while: answer with `Terminal.suspend()`.
  case suspendRequested
  /// The terminal has gone.
  case hangup
  /// Another process asks the program to end.
  case interrupted
  case terminated
}

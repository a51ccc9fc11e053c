/// A key, as the station sees it: no terminal's codes.
public enum Key: Hashable, Sendable {
  /// A printable character, space included.
  case character(Character)
  /// Ctrl with a lower-case letter.
  case control(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, pageUp, pageDown, home, end
  case function(Int)
}

/// Why the screen cannot be had.
public enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or output is not a terminal.
  case notATerminal(StandardStream)
  /// The environment variable TERM is missing or empty.
  case termNotSet
  /// The terminfo data base has no entry of this name.
  case unknownTerminal(name: String)
  /// The terminal cannot place its cursor, as TERM=dumb.
  case cannotPlaceCursor(name: String)
  /// A system call failed.
  case system(call: String, errno: Int32)
}

/// One of the program's first two streams.
public enum StandardStream: String, Hashable, Sendable {
  case input
  case output
}

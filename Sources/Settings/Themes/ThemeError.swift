/// Why a theme cannot be used.
public enum ThemeError: Error, Hashable, Sendable {
  /// No directory has a theme of this name.
  case notFound(name: String, nearest: String?, available: [String], directories: [String])
  /// The file is there and cannot be read.
  case unreadable(file: String, errno: Int32)
  /// The file is larger than any theme.
  case tooLarge(file: String, bytes: Int, limit: Int)
  /// The file is not TOML.
  case syntax(file: String, line: Int, column: Int, problem: SyntaxProblem)
  /// A value cannot be used.
  case invalid(ThemeFault)
  /// Themes inherit from each other in a circle; names in that order.
  case inheritsItself(names: [String])
}

/// A value of a theme file that cannot be used.
public struct ThemeFault: Hashable, Sendable {
  public let file: String
  /// Line of the file, from 1.
  public let line: Int
  /// Dotted path of the value, such as `roles.status.saved.fg`.
  public let key: String
  public let problem: ThemeProblem
}

/// What is wrong with a value.
public enum ThemeProblem: Hashable, Sendable {
  /// It has another type.
  case wrongType(expected: String, found: String)
  /// It is neither `#rrggbb`, nor `default`, nor a name of the palette.
  case unknownColour(String, nearest: String?)
  /// It begins as a hexadecimal colour and is none.
  case malformedColour(String)
  /// It is none of the 16 basic colours.
  case unknownBasicColour(String, nearest: String?)
  /// It is no emphasis.
  case unknownAttribute(String, nearest: String?)
  /// The theme it inherits from is not there.
  case unknownParent(String, nearest: String?)
}

/// A key of a theme file that means nothing; the rest of the file is used.
public struct ThemeWarning: Hashable, Sendable {
  public let file: String
  /// Line of the file, from 1.
  public let line: Int
  public let key: String
  /// The known key that looks most like it.
  public let nearest: String?
}

/// Why a file of settings, or a value of one, cannot be used.
public enum SettingsError: Error, Hashable, Sendable {
  /// The file is there and cannot be read.
  case unreadable(file: String, errno: Int32)
  /// The file is larger than any file of settings.
  case tooLarge(file: String, bytes: Int, limit: Int)
  /// The file is not TOML.
  case syntax(file: String, line: Int, column: Int, problem: SyntaxProblem)
  /// A value cannot be used.
  case invalid(SettingsFault)
}

/// A value that cannot be used, and where it was said.
public struct SettingsFault: Hashable, Sendable {
  public let origin: SettingOrigin
  /// Name of the key.
  public let key: String
  public let problem: SettingsProblem

  /// A fault of the value of `key`, said at `origin`.
  public init(origin: SettingOrigin, key: String, problem: SettingsProblem) {
    self.origin = origin
    self.key = key
    self.problem = problem
  }
}

/// What is wrong with a value.
public enum SettingsProblem: Hashable, Sendable {
  /// No such key; with the known one that looks most like it.
  case unknownKey(nearest: String?)
  /// No class has this code.
  case unknownClass(nearest: String?)
  /// The value is not of those the key takes.
  case unusable(found: String, expected: String, nearest: String?)

  /// No such action of the keymap.
  case unknownAction(nearest: String?)
  /// No key is called so.
  case unknownKeyName(String, nearest: String?)
  /// The terminal sends another key in its place.
  case sentAs(String, other: String)
  /// The key has its fixed meaning everywhere.
  case fixedKey(String)
  /// The key is on another action too.
  case sameKey(String, action: String, origin: SettingOrigin)
  /// The key does something at once, and begins a pair or the other way round.
  case firstOfTwo(String, action: String, origin: SettingOrigin)
  /// Without a key for this action one could not go on.
  case neededAction

  /// The laboratory's class lacks a property.
  case missingProperty(String)
  /// The class has no such property.
  case unknownProperty(String, nearest: String?)
  /// Another class has the same code or short name.
  case classClash(property: String, value: String, other: String)
  /// There are more classes than the station has room for.
  case tooManyClasses(limit: Int)
}

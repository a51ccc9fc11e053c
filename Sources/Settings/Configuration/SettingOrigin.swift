/// Where a value was said.
public enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
  /// By the program; with how it found the value where that is not plain.
  case standard(String)
  /// On a line of a file, from 1.
  case file(String, line: Int)
  /// By a variable of the environment.
  case environment(String)
  /// On the command line.
  case flag(String)

  /// Nobody said anything.
  public static let `default` = SettingOrigin.standard("default")

  /// The place, as messages and `--print-config` show it.
  public var description: String {
    switch self {
    case .standard(let text): text
    case .file(let path, let line): "\(path):\(line)"
    case .environment(let name): name
    case .flag(let name): name
    }
  }
}

/// A value and where it came from.
public struct Setting<Value: Sendable>: Sendable {
  public let value: Value
  public let origin: SettingOrigin

  /// A value with its origin.
  public init(value: Value, origin: SettingOrigin) {
    self.value = value
    self.origin = origin
  }
}

/// A key of `config.toml`: one row of `SettingsTable`.
public struct SettingKey<Value: Sendable>: Sendable {
  /// As files write it; the flag is the same with `--` before it and `-` for `_`.
  public let name: String
  public let kind: SettingKind<Value>
  public let fallback: Value
  /// The value that nobody said, in words where it is not plain.
  public let fallbackShown: String?
  public let help: String
  /// The variable that may say it.
  public let environment: String?

  /// A key with a default.
  public init(
    _ name: String, _ kind: SettingKind<Value>, _ fallback: Value, _ help: String,
    environment: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.fallback = fallback
    fallbackShown = nil
    self.help = help
    self.environment = environment
  }

  /// A key that may stay open: `unset` says what is done then.
  public init<Given: Sendable>(
    _ name: String, _ kind: SettingKind<Given>, unset: String, _ help: String,
    environment: String? = nil
  ) where Value == Given? {
    self.name = name
    self.kind = kind.orNone
    fallback = nil
    fallbackShown = unset
    self.help = help
    self.environment = environment
  }

  var flag: String { "--" + name.replacing("_", with: "-") }
}

/// A key whatever its type, for going through the table.
protocol AnySettingKey: Sendable {
  var name: String { get }
  var help: String { get }
  var environment: String? { get }
  var expected: String { get }
  var words: [String] { get }
  /// The default, as a file would have it; nil when there is none to write.
  var fallbackText: String? { get }
  var fallbackShown: String? { get }
  func given(_ value: TOMLValue) -> GivenValue?
  func given(text: String) -> GivenValue?
}

/// A value that was read, and how a file would write it.
struct GivenValue: Sendable {
  let value: any Sendable
  let text: String
}

extension SettingKey: AnySettingKey {
  var expected: String { kind.expected }
  var words: [String] { kind.words }
  var fallbackText: String? { fallbackShown == nil ? kind.show(fallback) : nil }

  func given(_ value: TOMLValue) -> GivenValue? { kind.read(value).map(given) }
  func given(text: String) -> GivenValue? { kind.parse(text).map(given) }
  func given(_ value: Value) -> GivenValue {
    GivenValue(value: value, text: kind.show(value))
  }
}

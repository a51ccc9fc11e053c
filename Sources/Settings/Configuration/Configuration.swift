/// What is set, from the program's defaults, files, the environment and flags; the later wins.
///
///     configuration.theme.value
///     configuration.theme.origin
@dynamicMemberLookup
public struct Configuration: Sendable {
  private var given: [String: (value: GivenValue, origin: SettingOrigin)] = [:]

  /// Defaults only.
  public init() {}

  /// The value of a key and where it came from.
  public subscript<Value>(
    dynamicMember path: KeyPath<SettingsTable, SettingKey<Value>>
  ) -> Setting<Value> {
    let key = SettingsTable.shared[keyPath: path]
    guard let (given, origin) = given[key.name], let value = given.value as? Value else {
      return Setting(
        value: key.fallback, origin: key.fallbackShown.map { .standard($0) } ?? .default)
    }
    return Setting(value: value, origin: origin)
  }

  /// Takes what a file says; it holds only what differs from what was read before it.
  public mutating func take(file: SettingsFile) throws(SettingsError) {
    for (name, node) in file.entries {
      let origin = SettingOrigin.file(file.path, line: node.line)
      guard let key = SettingsTable.rows.first(where: { $0.name == name }) else {
        let nearest = NearestName.of(name, in: SettingsTable.rows.map(\.name))
        throw .invalid(
          SettingsFault(origin: origin, key: name, problem: .unknownKey(nearest: nearest)))
      }
      guard let value = key.given(node.value) else {
        throw Self.unusable(key, found: node.value.shown, origin)
      }
      given[name] = (value, origin)
    }
  }

  /// Takes what the environment says.
  public mutating func take(environment: [String: String]) throws(SettingsError) {
    for key in SettingsTable.rows {
      // An empty variable is one that was taken back.
      guard let variable = key.environment, let text = environment[variable], !text.isEmpty else {
        continue
      }
      let origin = SettingOrigin.environment(variable)
      guard let value = key.given(text: text) else {
        throw Self.unusable(key, found: text, origin)
      }
      given[key.name] = (value, origin)
    }
  }

  /// Takes a flag of the command line, when it was given.
  public mutating func flag<Value>(
    _ path: KeyPath<SettingsTable, SettingKey<Value>>, _ value: Value?
  ) {
    guard let value else { return }
    let key = SettingsTable.shared[keyPath: path]
    given[key.name] = (key.given(value), .flag(key.flag))
  }

  /// Takes a flag of the command line, when it was given.
  public mutating func flag<Value>(
    _ path: KeyPath<SettingsTable, SettingKey<Value?>>, _ value: Value?
  ) {
    guard let value else { return }
    let key = SettingsTable.shared[keyPath: path]
    given[key.name] = (key.given(value), .flag(key.flag))
  }

  private static func unusable(
    _ key: any AnySettingKey, found: String, _ origin: SettingOrigin
  ) -> SettingsError {
    .invalid(
      SettingsFault(
        origin: origin, key: key.name,
        problem: .unusable(
          found: found, expected: key.expected, nearest: NearestName.of(found, in: key.words))))
  }

  /// Every key in the table's order.
  public var lines: [SettingLine] {
    SettingsTable.rows.map { key in
      let said = given[key.name]
      return SettingLine(
        key: key.name, value: said?.value.text ?? key.fallbackText,
        origin: said?.origin.description ?? key.fallbackShown ?? SettingOrigin.default.description)
    }
  }
}

/// A colour of a theme.
public enum ThemeColour: Hashable, Sendable {
  /// What the terminal itself uses for text, or for ground.
  case terminalDefault
  case rgb(RGB)
}

/// What a theme says about one role; what it leaves out comes from the parent role.
public struct ThemeEntry: Hashable, Sendable {
  public var foreground: ThemeColour?
  public var background: ThemeColour?
  public var attributes: Attributes?
  /// Numbers 0...15 to use where the terminal has only the basic colours; else the most alike
  /// readable colour is used.
  public var basicForeground: UInt8?
  public var basicBackground: UInt8?

  /// An entry that leaves everything to the parent role.
  public init(
    foreground: ThemeColour? = nil, background: ThemeColour? = nil, attributes: Attributes? = nil,
    basicForeground: UInt8? = nil, basicBackground: UInt8? = nil
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
    self.basicForeground = basicForeground
    self.basicBackground = basicBackground
  }
}

/// A role's colours with nothing left open.
public struct RoleColours: Hashable, Sendable {
  public var foreground: ThemeColour
  public var background: ThemeColour
  public var attributes: Attributes
  public var basicForeground: UInt8?
  public var basicBackground: UInt8?
}

/// Colours for every role.
public struct Theme: Hashable, Sendable {
  public let name: String
  /// The entries it was made of, by role name or by a dotted prefix of role names (`class`).
  public let entries: [String: ThemeEntry]
  private let resolved: [Role: RoleColours]

  /// A theme in which a role takes what its entry leaves out from its parents, nearest first
  /// (`status.saved` from `status`), then from `text`, then from the terminal.
  public init(name: String, entries: [String: ThemeEntry]) {
    self.name = name
    self.entries = entries
    resolved = Dictionary(
      uniqueKeysWithValues: Role.allCases.map { ($0, Theme.resolve($0, entries)) })
  }

  /// A role's colours.
  public func colours(of role: Role) -> RoleColours {
    resolved[role] ?? Theme.resolve(role, entries)
  }

  /// The terminal's own colours and emphasis only: always there, readable on every terminal.
  public static let plain = Theme(
    name: "plain",
    entries: [
      "text.heading": ThemeEntry(attributes: .bold),
      "title": ThemeEntry(attributes: .reverse),
      "border.focused": ThemeEntry(attributes: .bold),
      "selection": ThemeEntry(attributes: .reverse),
      "keys.name": ThemeEntry(attributes: .bold),
      "status.warning": ThemeEntry(attributes: .bold),
      "status.error": ThemeEntry(attributes: [.bold, .reverse]),
      "mark.error": ThemeEntry(attributes: .bold),
      "bar": ThemeEntry(attributes: .bold),
      "box.selected": ThemeEntry(attributes: .bold),
    ])

  /// Whether an entry called `key` is or leads to a role.
  public static func isKnown(_ key: String) -> Bool {
    Role.allCases.contains { $0.rawValue == key || $0.rawValue.hasPrefix(key + ".") }
  }

  private static func resolve(_ role: Role, _ entries: [String: ThemeEntry]) -> RoleColours {
    var chain: [ThemeEntry] = []
    var path = role.rawValue[...]
    while true {
      if let entry = entries[String(path)] { chain.append(entry) }
      guard let dot = path.lastIndex(of: ".") else { break }
      path = path[..<dot]
    }
    // Emphasis of plain text would spread to every role that says nothing about its own.
    let attributes = chain.lazy.compactMap(\.attributes).first ?? []
    if let text = entries[Role.text.rawValue] { chain.append(text) }
    // A basic colour replaces the colour it stands beside, not one of an entry nearer to the role.
    func basic(
      _ number: KeyPath<ThemeEntry, UInt8?>, beside colour: KeyPath<ThemeEntry, ThemeColour?>
    ) -> UInt8? {
      chain.first { $0[keyPath: number] != nil || $0[keyPath: colour] != nil }?[keyPath: number]
    }
    return RoleColours(
      foreground: chain.lazy.compactMap(\.foreground).first ?? .terminalDefault,
      background: chain.lazy.compactMap(\.background).first ?? .terminalDefault,
      attributes: attributes,
      basicForeground: basic(\.basicForeground, beside: \.foreground),
      basicBackground: basic(\.basicBackground, beside: \.background))
  }
}

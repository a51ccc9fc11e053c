public import Screen

/// One theme file: a palette, what it says about roles, and the theme it adds to.
///
///     inherits = "dark"
///     colour_blind_safe = true
///     [palette]
///     green = "#87d787"
///     [palette16]
///     green = "bright-green"
///     [roles]
///     selection = { bg = "#303030", bg16 = "blue", attributes = ["bold"] }
///     "status.saved" = "green"
///
/// A role is a table or, for its foreground alone, a colour: `#rrggbb`, a name of the palette, or
/// `default` for the terminal's own. `[palette16]` says which basic colour stands for a colour of
/// the palette on terminals that have no others, `fg16` and `bg16` say it for one role. A role takes from its parent what it leaves out (`status.saved` from `status`).
public struct ThemeFile: Sendable {
  /// Path of the file, as messages show it.
  public let file: String
  /// Name of the theme this one adds to.
  public let inherits: String?
  /// Whether it says that colour-blind people can tell its classes apart, which `ThemeCheck` holds it
  /// to. Not handed down: a theme that adds to it may change the colours.
  public let isColourBlindSafe: Bool
  /// Keys that mean nothing.
  public let warnings: [ThemeWarning]

  let palette: [String: RGB]
  let basicPalette: [String: UInt8]
  let roles: [String: RoleText]
  /// Lines of values by dotted path.
  let lines: [String: Int]

  /// What a file says about a role, before names of colours are looked up.
  struct RoleText: Sendable {
    var foreground: String?
    var background: String?
    var attributes: Attributes?
    var basicForeground: UInt8?
    var basicBackground: UInt8?
  }

  /// Reads a theme file's text; `file` is only shown in errors and warnings.
  public init(_ text: String, file: String) throws(ThemeError) {
    var reader = try ThemeReader(text, file: file)
    try reader.read()
    self.file = file
    inherits = reader.inherits
    isColourBlindSafe = reader.isColourBlindSafe
    warnings = reader.warnings
    palette = reader.palette
    basicPalette = reader.basicPalette
    roles = reader.roles
    lines = reader.lines
  }

  /// The theme of this file on top of the files it inherits from, the nearest first.
  ///
  /// Palettes are put together before colours are looked up: a file that only has a palette
  /// recolours its parent.
  public func theme(name: String, parents: [ThemeFile] = []) throws(ThemeError) -> Theme {
    let files = [self] + parents
    var palette: [String: RGB] = [:]
    var basicPalette: [String: UInt8] = [:]
    for file in files {
      palette.merge(file.palette) { nearest, _ in nearest }
      basicPalette.merge(file.basicPalette) { nearest, _ in nearest }
    }
    var entries: [String: ThemeEntry] = [:]
    for file in files.reversed() {
      for (role, text) in file.roles {
        var entry = entries[role] ?? ThemeEntry()
        try file.apply(text, of: role, to: &entry, palette, basicPalette)
        entries[role] = entry
      }
    }
    return Theme(name: name, entries: entries)
  }

  private func apply(
    _ text: RoleText, of role: String, to entry: inout ThemeEntry, _ palette: [String: RGB],
    _ basicPalette: [String: UInt8]
  ) throws(ThemeError) {
    if let name = text.foreground {
      entry.foreground = try colour(name, key: "roles.\(role).fg", palette)
      // The parent's basic colour stood for the parent's colour.
      entry.basicForeground = basicPalette[name]
    }
    if let name = text.background {
      entry.background = try colour(name, key: "roles.\(role).bg", palette)
      entry.basicBackground = basicPalette[name]
    }
    entry.attributes = text.attributes ?? entry.attributes
    entry.basicForeground = text.basicForeground ?? entry.basicForeground
    entry.basicBackground = text.basicBackground ?? entry.basicBackground
  }

  private func colour(
    _ text: String, key: String, _ palette: [String: RGB]
  ) throws(ThemeError) -> ThemeColour {
    if text == "default" { return .terminalDefault }
    if let known = palette[text] { return .rgb(known) }
    if let rgb = RGB(hexadecimal: text) { return .rgb(rgb) }
    throw .invalid(
      ThemeFault(
        file: file, line: lines[key] ?? 1, key: key,
        problem: text.hasPrefix("#")
          ? .malformedColour(text)
          : .unknownColour(
            text, nearest: NearestName.of(text, in: palette.keys.sorted() + ["default"]))))
  }
}

extension RGB {
  /// A colour from `#rrggbb`.
  init?(hexadecimal text: String) {
    let digits = text.utf8.dropFirst()
    guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6,
      digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    self.init(
      UInt8(value >> 16), UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value))
  }
}

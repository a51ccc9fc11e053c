extension Key {
  /// The key as a person would name it: on screen, in the documents and in `keymap.toml`.
  public var shown: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let character): "Ctrl-\(character.uppercased())"
    case .function(let number): "F\(number)"
    default: Self.names.first { $0.key == self }?.name ?? "?"
    }
  }

  /// The key of a name, as `shown` gives it; names of more than one letter in any case.
  public init?(named name: String) {
    if name.count == 1, let character = name.first, !character.isWhitespace {
      // The arrows have names of one sign.
      self = Self.names.first { $0.name == name }?.key ?? .character(character)
      return
    }
    let lower = name.lowercased()
    if lower == "space" {
      self = .character(" ")
    } else if let known = (Self.names + Self.otherNames).first(where: {
      $0.name.lowercased() == lower
    }) {
      self = known.key
    } else if lower.hasPrefix("ctrl-"), lower.count == 6, let letter = lower.last,
      letter.isASCII, letter.isLetter
    {
      self = .control(letter)
    } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...24).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }

  /// The key that a terminal sends in the place of this one: it knows only one code for both.
  public var sentAs: Key? {
    switch self {
    case .control("i"): .tab
    case .control("j"), .control("m"): .enter
    case .control("h"): .backspace
    default: nil
    }
  }

  /// Names of all keys that have words for names, for "did you mean".
  public static var wordNames: [String] {
    ["Space"] + (names + otherNames).map(\.name).filter { $0.count > 1 }
  }

  private static let names: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Shift-Tab", .backTab),
    ("Backspace", .backspace), ("Delete", .delete), ("Insert", .insert), ("↑", .up), ("↓", .down),
    ("←", .left), ("→", .right), ("PgUp", .pageUp), ("PgDn", .pageDown), ("Home", .home),
    ("End", .end),
  ]
  private static let otherNames: [(name: String, key: Key)] = [
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
  ]
}

/// What stands for a character where only ASCII can be printed.
enum AsciiGlyphs {
  static func replacement(for character: String) -> String {
    // The second column of a wide character, whose first shows the question mark.
    guard let first = character.unicodeScalars.first else { return " " }
    if first.value < 0x7F { return String(Character(first)) }
    switch first.value {
    case 0x2500, 0x2501: return "-"
    case 0x2502, 0x2503: return "|"
    case 0x250C...0x254B: return "+"
    case 0x2588...0x258B: return "#"
    case 0x258C...0x258F: return "-"
    case 0x2580, 0x2584: return "="
    case 0x2800...0x28FF: return braille(first.value)
    case 0x2039: return "<"
    case 0x203A: return ">"
    case 0x2026: return "~"
    case 0x2010...0x2015, 0x2212: return "-"
    case 0x2018, 0x2019: return "'"
    case 0x201C, 0x201D: return "\""
    case 0x2022, 0x00B7: return "*"
    case 0x2190: return "<"
    case 0x2192: return ">"
    case 0x2191: return "^"
    case 0x2193: return "v"
    case 0x2264: return "<"
    case 0x2265: return ">"
    case 0x00A0: return " "
    case 0x00D7: return "x"
    case 0x00B5: return "u"
    case 0x00B2: return "2"
    default: return "?"
    }
  }

  /// Where the dots of a pattern are: in its upper half, in its lower one, in both, nowhere.
  private static func braille(_ pattern: UInt32) -> String {
    switch (pattern & 0b0001_1011 != 0, pattern & 0b1110_0100 != 0) {
    case (true, true): ":"
    case (true, false): "'"
    case (false, true): "."
    case (false, false): " "
    }
  }
}

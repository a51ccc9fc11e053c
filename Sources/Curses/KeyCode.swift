import CNcurses
import Screen

/// Key codes of ncurses, and our own for sequences we teach it.
enum KeyCode {
  // Beyond all that ncurses gives out itself, below the 16 bits it keeps.
  static let pasteStart = 0x7001
  static let pasteEnd = 0x7002
  private static let keypadBase = 0x7100

  /// Teaches ncurses bracketed paste and the number pad in application mode. It waits for the rest
  /// of sequences it knows, where a slow line delivers them in parts.
  static func defineOwnKeys() {
    // Mouse reports begin with a sequence that ncurses takes for a key, and their numbers would
    // then arrive as digits. As it does not know them, the decoder swallows them whole.
    define_key(nil, KEY_MOUSE)
    define_key("\u{1B}[200~", Int32(pasteStart))
    define_key("\u{1B}[201~", Int32(pasteEnd))
    for (final, character) in EscapeSequence.keypad {
      guard let ascii = character.asciiValue else { continue }
      define_key("\u{1B}O" + String(Character(final)), Int32(keypadBase + Int(ascii)))
    }
  }

  /// The key for a code; nil for keys the station does not know.
  static func key(_ code: Int) -> Key? {
    switch Int32(truncatingIfNeeded: code) {
    case KEY_UP: return .up
    case KEY_DOWN: return .down
    case KEY_LEFT: return .left
    case KEY_RIGHT: return .right
    case KEY_PPAGE: return .pageUp
    case KEY_NPAGE: return .pageDown
    case KEY_HOME: return .home
    case KEY_END: return .end
    case KEY_IC: return .insert
    case KEY_DC: return .delete
    case KEY_BACKSPACE: return .backspace
    case KEY_BTAB: return .backTab
    case KEY_ENTER: return .enter
    case KEY_F0 + 1...KEY_F0 + 24: return .function(code - Int(KEY_F0))
    default: break
    }
    guard (keypadBase..<keypadBase + 128).contains(code),
      let scalar = Unicode.Scalar(UInt32(code - keypadBase))
    else { return nil }
    return .character(Character(scalar))
  }
}

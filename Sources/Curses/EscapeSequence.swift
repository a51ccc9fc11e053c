import Screen

/// Keys that terminals send as sequences their terminfo entry may not list.
///
/// Source: "XTerm Control Sequences", section on PC-style and VT220-style function keys. Sequences
/// with modifiers (`1;5A`) are no keys of ours.
enum EscapeSequence {
  /// ESC [ parameters final.
  static func control(_ final: Unicode.Scalar, _ parameters: String) -> Key? {
    switch (final, parameters) {
    case ("A", ""), ("A", "1"): .up
    case ("B", ""), ("B", "1"): .down
    case ("C", ""), ("C", "1"): .right
    case ("D", ""), ("D", "1"): .left
    case ("H", ""), ("H", "1"), ("~", "1"), ("~", "7"): .home
    case ("F", ""), ("F", "1"), ("~", "4"), ("~", "8"): .end
    case ("Z", ""): .backTab
    case ("~", "2"): .insert
    case ("~", "3"): .delete
    case ("~", "5"): .pageUp
    case ("~", "6"): .pageDown
    case ("~", _): functionNumbers[parameters].map(Key.function)
    default: nil
    }
  }

  private static let functionNumbers: [String: Int] = [
    "11": 1, "12": 2, "13": 3, "14": 4, "15": 5, "17": 6, "18": 7, "19": 8, "20": 9, "21": 10,
    "23": 11, "24": 12,
  ]

  /// ESC O final: cursor and keypad keys in application mode.
  static func single(_ final: Unicode.Scalar) -> Key? {
    switch final {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "H": .home
    case "F": .end
    case "M": .enter
    case "P": .function(1)
    case "Q": .function(2)
    case "R": .function(3)
    case "S": .function(4)
    default: keypad[final].map(Key.character)
    }
  }

  /// The number pad in application mode: what is printed on its keys.
  static let keypad: [Unicode.Scalar: Character] = [
    "p": "0", "q": "1", "r": "2", "s": "3", "t": "4", "u": "5", "v": "6", "w": "7", "x": "8",
    "y": "9", "j": "*", "k": "+", "l": ",", "m": "-", "n": ".", "o": "/", "X": "=",
  ]
}

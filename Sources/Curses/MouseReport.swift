import Screen

/// The mouse as xterm reports it in its SGR form (`ESC [ < button ; column ; row M` or `m`).
///
/// Source: "XTerm Control Sequences", section "Mouse Tracking".
enum MouseReport {
  /// Reports of presses, releases, the wheel, and moves with a button held; numbers in decimal.
  static let on = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
  static let off = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"

  /// Characters that follow `ESC [ M` in the old form, which terminals without the SGR form use.
  static let oldFormLength = 3

  /// A report's meaning; nil for other buttons and for chords with Shift, Alt or Ctrl, which
  /// belong to the terminal.
  static func mouse(_ final: Unicode.Scalar, _ parameters: String) -> Mouse? {
    guard parameters.first == "<" else { return nil }
    let numbers = parameters.dropFirst().split(separator: ";", omittingEmptySubsequences: false)
      .map { Int($0) }
    guard numbers.count == 3, let button = numbers[0], let column = numbers[1],
      let row = numbers[2], column >= 1, row >= 1
    else { return nil }
    let action: Mouse.Action
    switch (button, final) {
    case (0, "M"): action = .press
    case (0, "m"): action = .release
    case (32, "M"): action = .drag
    case (64, "M"): action = .wheelUp
    case (65, "M"): action = .wheelDown
    default: return nil
    }
    return Mouse(action, at: Position(column: column - 1, row: row - 1))
  }
}

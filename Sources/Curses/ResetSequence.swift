import CNcurses

/// What the terminal is told on leaving, ready to be written by a signal handler.
package enum ResetSequence {
  static let pasteOn = "\u{1B}[?2004h"
  static let pasteOff = "\u{1B}[?2004l"

  /// Ends mouse reports, bracketed paste, emphasis, colours, keypad mode and the alternate screen, and shows the
  /// cursor, in the words of the terminal's own entry.
  static func bytes(hasPaste: Bool, hasMouse: Bool) -> [UInt8] {
    var text = (hasMouse ? MouseReport.off : "") + (hasPaste ? pasteOff : "")
    for name in ["sgr0", "op", "cnorm", "rmkx", "rmcup"] {
      if let capability = cn_capability(name) {
        text += withoutPadding(String(cString: capability))
      }
    }
    return Array(text.utf8)
  }

  /// Whether the terminal's entry knows bracketed paste, or the terminal is one that does.
  static func hasPaste(entry: String) -> Bool {
    if cn_capability("BE") != nil { return true }
    let families = ["xterm", "tmux", "screen", "putty", "rxvt", "foot", "alacritty", "st", "vte"]
    return families.contains { entry == $0 || entry.hasPrefix($0 + "-") }
  }

  /// Without `$<5>`: delays that only old hardware needs.
  package static func withoutPadding(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      let after = rest.index(after: dollar)
      guard after < rest.endIndex, rest[after] == "<",
        let end = rest[after...].firstIndex(of: ">")
      else {
        result += rest[...dollar]
        rest = rest[after...]
        continue
      }
      result += rest[..<dollar]
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}

/// Terminal cells as text with escape sequences, for a pipe or a terminal without a screen of ours.
public enum ANSIText {
  /// Rows of cells, each ended by a reset and a line feed; a colour is said only where it changes.
  public static func bytes(of cells: [TerminalCell], columns: Int) -> [UInt8] {
    guard columns > 0 else { return [] }
    var text: [UInt8] = []
    text.reserveCapacity(cells.count * 24)
    var start = 0
    while start < cells.count {
      var ink = TerminalColour.terminalDefault
      var ground = TerminalColour.terminalDefault
      for cell in cells[start..<min(start + columns, cells.count)] {
        // A blank shows no ink.
        let needsInk = cell.character != " " && cell.foreground != ink
        let needsGround = cell.background != ground
        if needsInk || needsGround {
          text += [0x1B, 0x5B]
          if needsInk { append(cell.foreground, isInk: true, to: &text) }
          if needsInk, needsGround { text.append(0x3B) }
          if needsGround { append(cell.background, isInk: false, to: &text) }
          text.append(0x6D)
          if needsInk { ink = cell.foreground }
          if needsGround { ground = cell.background }
        }
        text += cell.character.utf8
      }
      if ink != .terminalDefault || ground != .terminalDefault { text += [0x1B, 0x5B, 0x30, 0x6D] }
      text.append(0x0A)
      start += columns
    }
    return text
  }

  /// The parameters of SGR for a colour, with semicolons, which more terminals know than colons.
  private static func append(_ colour: TerminalColour, isInk: Bool, to text: inout [UInt8]) {
    let base = isInk ? 30 : 40
    switch colour {
    case .terminalDefault: append(base + 9, to: &text)
    case .palette(let number) where number < 8: append(base + Int(number), to: &text)
    case .palette(let number) where number < 16: append(base + 52 + Int(number), to: &text)
    case .palette(let number):
      append(base + 8, to: &text)
      text += [0x3B, 0x35, 0x3B]
      append(Int(number), to: &text)
    case .rgb(let rgb):
      append(base + 8, to: &text)
      text += [0x3B, 0x32]
      for value in [rgb.red, rgb.green, rgb.blue] {
        text.append(0x3B)
        append(Int(value), to: &text)
      }
    }
  }

  /// A number of at most three digits.
  private static func append(_ number: Int, to text: inout [UInt8]) {
    if number >= 100 { text.append(UInt8(0x30 + number / 100)) }
    if number >= 10 { text.append(UInt8(0x30 + number / 10 % 10)) }
    text.append(UInt8(0x30 + number % 10))
  }
}

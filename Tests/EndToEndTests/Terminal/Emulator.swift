import Foundation

/// What a terminal shows after these bytes: as much of ECMA-48 and of the VT100's line drawing as
/// ncurses uses for any of the entries that are tested.
///
/// A sequence it does not know, or that the terminal at hand would not know, is kept in `foreign`:
/// on that terminal it would have been garbage.
struct Emulator {
  /// How a cell is drawn; colours are written as `-` (the terminal's own), `12` or `#8010f0`.
  struct Look: Hashable {
    var ink = "-"
    var ground = "-"
    var isBold = false
    var isUnderlined = false
    var isReversed = false
  }

  struct Cell: Hashable {
    var text = " "
    var look = Look()
  }

  /// What the terminal can do, from its terminfo entry.
  struct Abilities {
    /// Number of colours; nil for direct ones.
    var colours: Int? = 0
    /// Whether erased cells take the present background.
    var erasesInColour = false
    var isUTF8 = true
  }

  let columns: Int
  let rows: Int
  let abilities: Abilities
  private(set) var cells: [[Cell]]
  private(set) var column = 0
  private(set) var row = 0
  private(set) var look = Look()
  private(set) var modes: Set<String> = []
  private(set) var foreign: [String] = []
  private(set) var bells = 0

  private var isAtMargin = false
  private var lineDrawing = [false, false]
  private var shift = 0
  private var top = 0
  private var bottom: Int
  private var pending: [UInt8] = []
  private var lastText = " "

  init(columns: Int, rows: Int, abilities: Abilities) {
    self.columns = columns
    self.rows = rows
    self.abilities = abilities
    bottom = rows - 1
    cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  var isCursorShown: Bool { !modes.contains("-25") }

  /// The text of each row, without blanks at its end.
  var lines: [String] {
    cells.map { row in
      var line = row.map(\.text).joined()
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  var text: String { lines.joined(separator: "\n") }

  // MARK: Bytes

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { take(byte) }
  }

  private mutating func take(_ byte: UInt8) {
    if !pending.isEmpty {
      pending.append(byte)
      takePending()
      return
    }
    switch byte {
    case 0x1B: pending = [byte]
    case 0x07: bells += 1
    case 0x08:
      column = max(0, column - 1)
      isAtMargin = false
    case 0x09:
      column = min(columns - 1, (column / 8 + 1) * 8)
      isAtMargin = false
    case 0x0A: lineFeed()
    case 0x0D:
      column = 0
      isAtMargin = false
    case 0x0E: shift = 1
    case 0x0F: shift = 0
    case 0x00..<0x20, 0x7F: foreign.append("control \(byte)")
    case 0xC0... where abilities.isUTF8: pending = [byte]
    case 0x80...:
      // Latin-1, or a UTF-8 continuation that has nothing to continue.
      if abilities.isUTF8 { foreign.append("byte \(byte)") }
      put(String(Unicode.Scalar(byte)))
    default: put(String(Unicode.Scalar(byte)))
    }
  }

  private mutating func takePending() {
    guard pending[0] == 0x1B else {
      let length = pending[0] >= 0xF0 ? 4 : pending[0] >= 0xE0 ? 3 : 2
      guard pending.count == length else { return }
      put(String(decoding: pending, as: UTF8.self))
      pending = []
      return
    }
    guard pending.count > 1 else { return }
    let last = pending[pending.count - 1]
    switch pending[1] {
    case UInt8(ascii: "["):
      guard pending.count > 2, (0x40...0x7E).contains(last) else { return }
      control(
        String(decoding: pending[2..<pending.count - 1], as: UTF8.self), Character(.init(last)))
      pending = []
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      guard pending.count == 3 else { return }
      lineDrawing[pending[1] == UInt8(ascii: "(") ? 0 : 1] = last == UInt8(ascii: "0")
      pending = []
    default:
      single(Character(.init(last)))
      pending = []
    }
  }

  private mutating func single(_ final: Character) {
    switch final {
    case "=", ">": break
    case "M": reverseLineFeed()
    case "D": lineFeed()
    case "E":
      column = 0
      lineFeed()
    case "7", "8", "c", "H": foreign.append("ESC \(final)")
    default: foreign.append("ESC \(final)")
    }
  }

  // MARK: Control sequences

  private mutating func control(_ parameters: String, _ final: Character) {
    isAtMargin = isAtMargin && final == "m"
    // The cursor's look: the Linux console's, and screen's and tmux's.
    if final == "c", ["?0", "?1", "?8"].contains(parameters) { return }
    if parameters == "34", final == "h" || final == "l" { return }
    if parameters.hasPrefix("?") {
      for mode in parameters.dropFirst().split(separator: ";") {
        let on = "\(mode)"
        let off = "-\(mode)"
        modes.remove(final == "h" ? off : on)
        modes.insert(final == "h" ? on : off)
      }
      if final != "h", final != "l" { foreign.append("CSI \(parameters)\(final)") }
      return
    }
    if final == "m" {
      render(parameters)
      return
    }
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false)
      .map { Int($0) }
    let first = numbers.first.flatMap(\.self)
    let count = max(1, first ?? 1)
    switch final {
    case "A": row = max(0, row - count)
    case "B": row = min(rows - 1, row + count)
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, column - count)
    case "G": column = min(columns - 1, count - 1)
    case "d": row = min(rows - 1, count - 1)
    case "H", "f":
      row = min(rows - 1, count - 1)
      column = min(columns, max(1, numbers.count > 1 ? numbers[1] ?? 1 : 1)) - 1
    case "J": eraseDisplay(first ?? 0)
    case "K": eraseLine(first ?? 0)
    case "X": for place in column..<min(columns, column + count) { cells[row][place] = blank }
    case "P":
      for _ in 0..<min(count, columns - column) {
        cells[row].remove(at: column)
        cells[row].append(blank)
      }
    case "@":
      for _ in 0..<min(count, columns - column) {
        cells[row].insert(blank, at: column)
        cells[row].removeLast()
      }
    case "L": scroll(from: row, to: bottom, by: -count)
    case "M": scroll(from: row, to: bottom, by: count)
    case "S": scroll(from: top, to: bottom, by: count)
    case "T": scroll(from: top, to: bottom, by: -count)
    case "b": for _ in 0..<count { put(lastText) }
    case "r":
      top = count - 1
      bottom = min(rows, numbers.count > 1 ? numbers[1] ?? rows : rows) - 1
      (row, column) = (0, 0)
    case "l" where parameters == "4": break
    case "t" where ["22;0;0", "23;0;0"].contains(parameters): break
    default: foreign.append("CSI \(parameters)\(final)")
    }
  }

  private mutating func render(_ parameters: String) {
    var codes = parameters.split(separator: ";", omittingEmptySubsequences: false)
      .map(String.init)[...]
    while let code = codes.popFirst() {
      switch Int(code) ?? 0 {
      case 0 where !code.contains(":"): look = Look()
      case 1: look.isBold = true
      case 4: look.isUnderlined = true
      case 7: look.isReversed = true
      case 10, 11: break
      case 22: look.isBold = false
      case 24: look.isUnderlined = false
      case 27: look.isReversed = false
      case 30...37: look.ink = palette((Int(code) ?? 0) - 30)
      case 40...47: look.ground = palette((Int(code) ?? 0) - 40)
      case 90...97: look.ink = palette((Int(code) ?? 0) - 82)
      case 100...107: look.ground = palette((Int(code) ?? 0) - 92)
      case 39: look.ink = "-"
      case 49: look.ground = "-"
      case 38, 48:
        let kind = codes.popFirst()
        guard kind == "5", let number = codes.popFirst().flatMap({ Int($0) }) else {
          foreign.append("SGR \(parameters)")
          return
        }
        if code == "38" { look.ink = palette(number) } else { look.ground = palette(number) }
      default:
        if let colour = direct(code) {
          if code.hasPrefix("38") { look.ink = colour } else { look.ground = colour }
        } else {
          foreign.append("SGR \(parameters)")
        }
      }
    }
  }

  private mutating func palette(_ number: Int) -> String {
    if let most = abilities.colours, number >= most { foreign.append("colour \(number)") }
    return "\(number)"
  }

  /// `38:2::r:g:b`, as the direct entries write it.
  private mutating func direct(_ code: String) -> String? {
    let parts = code.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "38" || parts[0] == "48", parts[1] == "2" else {
      return nil
    }
    let values = parts[3...].compactMap { UInt8($0) }
    guard values.count == 3 else { return nil }
    if abilities.colours != nil { foreign.append("SGR \(code)") }
    return "#" + values.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  // MARK: Cells

  private var blank: Cell {
    var cell = Cell()
    if abilities.erasesInColour { cell.look.ground = look.ground }
    return cell
  }

  private mutating func put(_ text: String) {
    if isAtMargin {
      column = 0
      lineFeed()
      isAtMargin = false
    }
    var text = text
    if lineDrawing[shift], let drawn = Self.lines[text] { text = drawn }
    lastText = text
    cells[row][column] = Cell(text: text, look: look)
    if column == columns - 1 { isAtMargin = true } else { column += 1 }
  }

  private static let lines = [
    "q": "─", "x": "│", "l": "┌", "k": "┐", "m": "└", "j": "┘", "n": "┼", "t": "├", "u": "┤",
    "v": "┴", "w": "┬", "a": "▒", "`": "◆", "f": "°", "g": "±", "~": "·",
  ]

  private mutating func lineFeed() {
    if row == bottom { scroll(from: top, to: bottom, by: 1) } else { row = min(rows - 1, row + 1) }
  }

  private mutating func reverseLineFeed() {
    if row == top { scroll(from: top, to: bottom, by: -1) } else { row = max(0, row - 1) }
  }

  private mutating func scroll(from: Int, to: Int, by count: Int) {
    guard from <= to else { return }
    for _ in 0..<min(abs(count), to - from + 1) {
      let empty = Array(repeating: blank, count: columns)
      if count > 0 {
        cells.remove(at: from)
        cells.insert(empty, at: to)
      } else {
        cells.remove(at: to)
        cells.insert(empty, at: from)
      }
    }
  }

  private mutating func eraseLine(_ part: Int) {
    let range = part == 0 ? column..<columns : part == 1 ? 0..<column + 1 : 0..<columns
    for place in range { cells[row][place] = blank }
  }

  private mutating func eraseDisplay(_ part: Int) {
    let range = part == 0 ? row + 1..<rows : part == 1 ? 0..<row : 0..<rows
    if part < 2 { eraseLine(part) }
    for line in range { cells[line] = Array(repeating: blank, count: columns) }
  }
}

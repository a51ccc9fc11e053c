/// A terminal's screen as plain text that can be reviewed: what stands where, how, and in which
/// colours.
enum ScreenDump {
  /// Text between bars, a letter for each look, the looks, and the pictures' colours.
  ///
  /// Cells of a picture (half blocks and blanks in a colour that no text stands on) are `#` in the
  /// second grid; their colours follow as one line a row, `column: ink/ground …`, `*` for the same
  /// again.
  static func text(of screen: Emulator, named name: String) -> String {
    var lines = [
      "\(name), \(screen.columns)x\(screen.rows), cursor "
        + (screen.isCursorShown ? "\(screen.column),\(screen.row)" : "hidden")
    ]
    let rows = screen.cells.map { $0.map(seen) }
    let grounds = Set(
      rows.joined().filter { $0.text != " " && !isHalfBlock($0) }.map(\.look.ground))
    func isPicture(_ cell: Emulator.Cell) -> Bool {
      isHalfBlock(cell) || cell.text == " " && !grounds.contains(cell.look.ground)
    }
    var order: [Emulator.Look] = []
    var looks: [String] = []
    var pictures: [String] = []
    for (row, cells) in rows.enumerated() {
      lines.append("|" + cells.map(\.text).joined() + "|")
      var letters = ""
      var colours: [String] = []
      var last: (column: Int, cell: Emulator.Cell)?
      for (column, cell) in cells.enumerated() {
        if isPicture(cell) {
          letters += "#"
          if last?.column != column - 1 { colours.append("\(column):") }
          colours.append(
            last?.column == column - 1 && last?.cell == cell
              ? "*" : "\(cell.look.ink)/\(cell.look.ground)")
          last = (column, cell)
          continue
        }
        if !order.contains(cell.look) { order.append(cell.look) }
        letters.append(letter(order.firstIndex(of: cell.look) ?? 0))
      }
      looks.append("|" + letters + "|")
      if !colours.isEmpty { pictures.append("\(row)| " + colours.joined(separator: " ")) }
    }
    lines += ["looks"] + looks
    lines += order.enumerated().map { "\(letter($0.offset)) = \(describe($0.element))" }
    if !pictures.isEmpty { lines += ["pictures"] + pictures }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What an eye can tell of a cell: a blank has no ink.
  private static func seen(_ cell: Emulator.Cell) -> Emulator.Cell {
    var cell = cell
    if cell.text == " ", !cell.look.isReversed, !cell.look.isUnderlined {
      cell.look.ink = "-"
      cell.look.isBold = false
    }
    return cell
  }

  private static func isHalfBlock(_ cell: Emulator.Cell) -> Bool {
    ["▀", "▄", "█"].contains(cell.text)
  }

  private static let alphabet = Array(
    ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

  private static func letter(_ index: Int) -> Character {
    index < alphabet.count ? alphabet[index] : "~"
  }

  private static func describe(_ look: Emulator.Look) -> String {
    var words = ["\(look.ink) on \(look.ground)"]
    if look.isBold { words.append("bold") }
    if look.isUnderlined { words.append("underline") }
    if look.isReversed { words.append("reverse") }
    return words.joined(separator: " ")
  }
}

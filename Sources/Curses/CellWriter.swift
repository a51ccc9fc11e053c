import CNcurses
import Glibc
import Screen

/// Builds ncurses' cells and writes them in runs.
struct CellWriter {
  private var run: [cchar_t] = []
  private var runStart = Position(column: 0, row: 0)
  private var text = [wchar_t](repeating: 0, count: 6)
  /// Whether the C library agrees about the width of characters met before; ncurses asks it.
  private var agreed: [String: Bool] = [:]

  /// Adds a cell. Cells of a run follow one another in a row.
  /// - Parameter isWide: Whether the next column belongs to it.
  mutating func add(
    _ cell: TerminalCell, pair: Int32, isWide: Bool, at place: Position
  ) {
    if run.isEmpty { runStart = place }
    let attributes = Self.attributes(cell.attributes)
    if !fillText(cell.character, width: isWide ? 2 : 1) {
      append("?", attributes, pair)
      if isWide { append(" ", attributes, pair) }
      return
    }
    var built = cchar_t()
    if cn_cell(&built, text, attributes, pair) == ERR {
      append("?", attributes, pair)
      if isWide { append(" ", attributes, pair) }
      return
    }
    run.append(built)
  }

  /// Writes what has been added.
  mutating func flush(to window: UnsafeMutablePointer<WINDOW>?) {
    guard !run.isEmpty else { return }
    mvwadd_wchnstr(
      window, Int32(runStart.row), Int32(runStart.column), run, Int32(run.count))
    run.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ ascii: Unicode.Scalar, _ attributes: attr_t, _ pair: Int32) {
    text[0] = wchar_t(ascii.value)
    text[1] = 0
    var built = cchar_t()
    if cn_cell(&built, text, attributes, pair) != ERR { run.append(built) }
  }

  /// Puts a cluster into `text`; false when the terminal's library knows it otherwise.
  private mutating func fillText(_ cluster: String, width: Int) -> Bool {
    var count = 0
    for scalar in cluster.unicodeScalars where count < 5 {
      text[count] = wchar_t(scalar.value)
      count += 1
    }
    guard count > 0 else { return false }
    text[count] = 0
    if count == 1, (0x20..<0x7F).contains(text[0]) { return true }
    if let known = agreed[cluster] { return known }
    let agrees =
      cn_width(text[0]) == Int32(width)
      && text[1..<count].allSatisfy { cn_width($0) == 0 }
    agreed[cluster] = agrees
    return agrees
  }

  private static func attributes(_ attributes: Attributes) -> attr_t {
    var result: attr_t = 0
    if attributes.contains(.bold) { result |= cn_bold }
    if attributes.contains(.underline) { result |= cn_underline }
    if attributes.contains(.reverse) { result |= cn_reverse }
    return result
  }
}

extension Frame {
  /// Draws light lines along the edge of `rect`, with a title in the upper one.
  ///
  /// A rectangle narrower or lower than two cells gets none.
  public mutating func border(
    _ rect: Rect, title: String = "", style: Style, titleStyle: Style? = nil
  ) {
    guard rect.columns >= 2, rect.rows >= 2 else { return }
    let rect = rect.bounded
    let inside = clipped(rect)
    guard inside.columns > 0, inside.rows > 0 else { return }
    let right = rect.column + rect.columns - 1
    let bottom = rect.row + rect.rows - 1
    for column in inside.column..<inside.column + inside.columns {
      line("\u{2500}", column: column, row: rect.row, style: style)
      line("\u{2500}", column: column, row: bottom, style: style)
    }
    for row in inside.row..<inside.row + inside.rows {
      line("\u{2502}", column: rect.column, row: row, style: style)
      line("\u{2502}", column: right, row: row, style: style)
    }
    line("\u{250C}", column: rect.column, row: rect.row, style: style)
    line("\u{2510}", column: right, row: rect.row, style: style)
    line("\u{2514}", column: rect.column, row: bottom, style: style)
    line("\u{2518}", column: right, row: bottom, style: style)
    // One line's corner and one line stay visible on each side of the title.
    if !title.isEmpty, rect.columns > 6 {
      put(
        " \(title) ", column: rect.column + 2, row: rect.row, style: titleStyle ?? style,
        width: rect.columns - 4, clip: .ellipsis)
    }
  }

  /// Draws a bar of `width` columns that is full to `fraction`, in eighths of a column.
  ///
  /// A fraction above 0 shows at least one eighth, one below 1 is never quite full; NaN is 0.
  public mutating func bar(
    _ fraction: Double, column: Int, row: Int, width: Int, style: Style = Style(.bar),
    empty: Style = Style(.barEmpty)
  ) {
    let inside = clipped(Rect(column: column, row: row, columns: width, rows: 1))
    guard inside.columns > 0, inside.rows > 0 else { return }
    let all = min(width, Rect.greatestSide) * 8
    var eighths = fraction > 0 ? Int((min(fraction, 1) * Double(all)).rounded()) : 0
    if fraction > 0 { eighths = max(1, eighths) }
    if fraction < 1 { eighths = min(all - 1, eighths) }
    for place in inside.column..<inside.column + inside.columns {
      let index = place - column
      let filled = min(8, max(0, eighths - index * 8))
      // U+2588 is the full block; each next one is an eighth narrower.
      let block = Unicode.Scalar(UInt32(0x2590 - filled)).map { String(Character($0)) } ?? " "
      let ground = Style(
        foreground: style.foreground, background: empty.background, attributes: style.attributes)
      line(
        filled == 0 ? " " : block, column: place, row: row,
        style: filled == 0 ? empty : ground)
    }
  }

  private mutating func line(_ character: String, column: Int, row: Int, style: Style) {
    guard column >= 0, row >= 0, column < size.columns, row < size.rows else { return }
    write(Glyph(character, style), width: 1, column: column, row: row)
  }
}

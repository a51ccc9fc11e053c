extension Frame {
  /// Writes text into one row; the only way text enters a frame.
  ///
  /// Dangerous characters are spelt out (see `ScreenText`), clusters are clipped whole by display
  /// width, nothing is written outside the frame. Text that begins left of the frame shows its
  /// later part.
  /// - Parameters:
  ///   - width: Columns the text may take; the frame's edge limits it further.
  ///   - clip: What shows that text is missing.
  /// - Returns: Columns used from `column` on.
  @discardableResult
  public mutating func put(
    _ text: String, column: Int, row: Int, style: Style, width: Int = .max, clip: Clip = .cut
  ) -> Int {
    guard row >= 0, row < size.rows, column < size.columns, width > 0 else { return 0 }
    guard column >= -Rect.greatestSide else { return 0 }
    let room = size.columns - column
    let clusters = ScreenText.fitted(text, width: min(width, room), clip: clip)
    var place = column
    for cluster in clusters {
      if place >= 0, place + cluster.width <= size.columns {
        let glyph = Glyph(cluster.text, style)
        write(glyph, width: cluster.width, column: place, row: row)
      } else if place < 0, place + cluster.width > 0 {
        // The right half of a wide character that the frame's left edge divides.
        write(Glyph(" ", style), width: 1, column: 0, row: row)
      }
      place += cluster.width
    }
    return place - column
  }

  /// Blanks a rectangle in a style.
  public mutating func fill(_ rect: Rect, _ style: Style) {
    let inside = clipped(rect)
    for row in inside.row..<inside.row + inside.rows {
      for column in inside.column..<inside.column + inside.columns {
        write(Glyph(" ", style), width: 1, column: column, row: row)
      }
    }
  }

  /// Gives a rectangle another style and leaves its text, as for a selected row.
  public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let inside = clipped(rect)
    for row in inside.row..<inside.row + inside.rows {
      for column in inside.column..<inside.column + inside.columns {
        change(&self[column, row].style)
      }
    }
  }

  /// Writes one glyph that lies wholly inside; a wide character that loses a column is blanked.
  mutating func write(_ glyph: Glyph, width: Int, column: Int, row: Int) {
    if self[column, row].character.isEmpty, column > 0 {
      self[column - 1, row].character = " "
    }
    let next = column + width
    if next < size.columns, self[next, row].character.isEmpty {
      self[next, row].character = " "
    }
    self[column, row] = glyph
    if width == 2 { self[column + 1, row] = Glyph("", glyph.style) }
  }
}

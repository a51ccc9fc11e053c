/// A cursor on tiles that stand in rows, of which some are on screen.
struct TileCursor: Equatable, Sendable {
  /// Place of the tile under the cursor.
  private(set) var place = 0
  /// First row of tiles on screen.
  private(set) var top = 0

  /// Goes to a tile, or to the nearest of `count`.
  mutating func move(to place: Int, of count: Int) {
    self.place = min(max(0, place), max(0, count - 1))
  }

  /// Goes some tiles on. A row up from the first stays where it is; a row down from the last but one takes its end.
  mutating func move(by step: Int, of count: Int) {
    let target = place + step
    if target < 0, step < -1 { return }
    move(to: target, of: count)
  }

  /// Scrolls so far that the cursor is on screen.
  mutating func keepVisible(of count: Int, columns: Int, rows: Int) {
    move(to: place, of: count)
    let row = place / columns
    if row < top { top = row }
    if row >= top + rows { top = row - rows + 1 }
    top = max(0, min(top, (count + columns - 1) / columns - rows))
  }

  /// Places of the tiles on screen.
  func visible(of count: Int, columns: Int, rows: Int) -> Range<Int> {
    let first = min(top * columns, count)
    return first..<min(first + columns * rows, count)
  }
}

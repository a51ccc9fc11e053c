import CNcurses
import Screen

/// Brings frames to the terminal by writing only what differs from the last one.
struct Painter {
  private let depth: ColourDepth
  private let glyphs: GlyphSet
  private var resolver: Resolver
  private var pairs: ColourPairs
  private var writer = CellWriter()
  /// What the terminal shows; nil when that is not known.
  private var shown: Frame?

  /// A painter for a terminal that has just been started.
  init(depth: ColourDepth, glyphs: GlyphSet, pairs: ColourPairs) {
    self.depth = depth
    self.glyphs = glyphs
    self.pairs = pairs
    resolver = Resolver(theme: .plain, depth: depth, glyphs: glyphs)
  }

  /// Forgets what the terminal shows, so that the next frame is written whole.
  mutating func forget() { shown = nil }

  /// Writes a frame's changes and shows them with one refresh; an equal frame writes nothing.
  mutating func present(_ frame: Frame, theme: Theme) {
    if theme != resolver.theme {
      resolver = Resolver(theme: theme, depth: depth, glyphs: glyphs)
      shown = nil
    }
    guard frame != shown else { return }
    let window = cn_stdscr()
    let isWhole = shown?.size != frame.size
    let changed = isWhole ? frame.glyphs.count : countChanges(frame)
    // Each changed cell may need a pair of its own.
    if depth != .mono, !pairs.hasRoom(for: changed) {
      pairs.reset()
      // Not clearok: that would blank the screen first.
      redrawwin(window)
      shown = nil
    }
    if isWhole { werase(window) }
    write(frame, window)
    if let cursor = frame.cursor {
      wmove(window, Int32(clamping: cursor.row), Int32(clamping: cursor.column))
      if shown?.cursor == nil { curs_set(1) }
    } else if shown?.cursor != nil || isWhole {
      curs_set(0)
    }
    wrefresh(window)
    shown = frame
  }

  private func countChanges(_ frame: Frame) -> Int {
    guard let shown else { return frame.glyphs.count }
    var count = 0
    for index in frame.glyphs.indices where frame.glyphs[index] != shown.glyphs[index] {
      count += 1
    }
    return count
  }

  private mutating func write(_ frame: Frame, _ window: UnsafeMutablePointer<WINDOW>?) {
    let columns = min(frame.size.columns, Int(getmaxx(window)))
    let rows = min(frame.size.rows, Int(getmaxy(window)))
    let new = frame.glyphs
    let old = shown?.size == frame.size ? shown?.glyphs : nil
    for row in 0..<rows {
      for column in 0..<columns {
        let index = row * frame.size.columns + column
        let glyph = new[index]
        let isWide = column + 1 < frame.size.columns && new[index + 1].character.isEmpty
        if let old, old[index] == glyph, !isWide || old[index + 1] == new[index + 1] {
          // The second column of a wide character goes with its first.
          if !glyph.character.isEmpty { writer.flush(to: window) }
          continue
        }
        if glyph.character.isEmpty, glyphs == .unicode, column > 0 { continue }
        let cell = resolver.cell(for: glyph, column: column, row: row)
        let pair =
          depth == .mono
          ? 0 : pairs.number(foreground: cell.foreground, background: cell.background)
        writer.add(
          cell, pair: pair, isWide: isWide && glyphs == .unicode,
          at: Position(column: column, row: row))
      }
      writer.flush(to: window)
    }
  }
}

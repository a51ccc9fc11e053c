/// One character cell of a frame.
public struct Glyph: Hashable, Sendable {
  /// One grapheme; empty in the second column of a wide one.
  public var character: String
  public var style: Style

  /// A grapheme in a style.
  public init(_ character: String, _ style: Style) {
    self.character = character
    self.style = style
  }
}

/// A whole screen, drawn without a terminal: what `render` returns and tests compare.
public struct Frame: Hashable, Sendable {
  public let size: Size
  /// Row by row, `size.columns * size.rows` glyphs.
  public private(set) var glyphs: [Glyph]
  /// Where the hardware cursor stands (screen readers follow it); nil hides it.
  public var cursor: Position?

  /// An empty screen in a role's colours.
  public init(size: Size, role: Role = .text) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    glyphs = Array(
      repeating: Glyph(" ", Style(role)), count: self.size.columns * self.size.rows)
  }

  /// The glyph at a place inside the frame; one outside is not written.
  ///
  /// Text enters by `put`, which keeps both columns of a wide character together.
  public package(set) subscript(column: Int, row: Int) -> Glyph {
    get { glyphs[row * size.columns + column] }
    set {
      guard column >= 0, row >= 0, column < size.columns, row < size.rows else { return }
      glyphs[row * size.columns + column] = newValue
    }
  }

  /// The part of `rect` that lies inside the frame.
  public func clipped(_ rect: Rect) -> Rect { rect.clipped(to: size) }
}

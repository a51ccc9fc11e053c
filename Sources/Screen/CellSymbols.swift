/// How finely a character cell is divided to draw a picture.
///
/// Half blocks show both of a cell's pixels in their own colours, in every font. Quadrants and
/// sextants have more pixels, but two colours for all of them, and not every font has them.
public enum CellSymbols: String, CaseIterable, Hashable, Sendable {
  /// Two pixels, one above the other.
  case half
  /// Two by two.
  case quadrant
  /// Two by three (Unicode 13, "Symbols for Legacy Computing").
  case sextant

  /// Pixels of a cell across and down.
  public var pixels: (across: Int, down: Int) {
    switch self {
    case .half: (1, 2)
    case .quadrant: (2, 2)
    case .sextant: (2, 3)
    }
  }

  /// Why a terminal gets half blocks although finer symbols are wished for; nil when it can have them.
  public func reasonAgainst(depth: ColourDepth, glyphs: GlyphSet) -> String? {
    if self == .half { return nil }
    if glyphs == .ascii { return "the locale is not UTF-8" }
    switch depth {
    case .direct, .palette256: return nil
    case .palette16, .palette8, .mono: return "they need 256 colours or more"
    }
  }
}

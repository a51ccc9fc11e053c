/// How many colours a terminal has, best first.
public enum ColourDepth: String, CaseIterable, Hashable, Sendable {
  /// Any sRGB colour.
  case direct
  /// The 256 numbered colours of xterm.
  case palette256 = "256"
  /// 16 basic colours.
  case palette16 = "16"
  /// 8 basic colours, bright ones by bold type.
  case palette8 = "8"
  /// No colour: emphasis only, pictures as a ramp of characters.
  case mono
}

/// Which characters a terminal shows.
public enum GlyphSet: String, CaseIterable, Hashable, Sendable {
  case unicode
  case ascii
}

/// A colour a terminal can be asked for.
public enum TerminalColour: Hashable, Sendable {
  /// The terminal's own colour of text, or of ground.
  case terminalDefault
  case palette(UInt8)
  case rgb(RGB)
}

/// What one cell of the terminal is told.
public struct TerminalCell: Hashable, Sendable {
  /// One cluster; empty in the second column of a wide one.
  public var character: String
  public var foreground: TerminalColour
  public var background: TerminalColour
  public var attributes: Attributes

  /// A cell with everything said.
  public init(
    character: String, foreground: TerminalColour, background: TerminalColour,
    attributes: Attributes
  ) {
    self.character = character
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

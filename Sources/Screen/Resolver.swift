/// Turns what cells mean into what a terminal can show: the theme's colours, cut down to the
/// terminal's number of colours and its characters.
public struct Resolver: Sendable {
  public let theme: Theme
  public let depth: ColourDepth
  public let glyphs: GlyphSet
  private let match: PaletteMatch
  private var styles: [Style: TextStyle] = [:]
  // Tables are made when they are first needed: `preview` needs one, or none.
  lazy var nearest: NearestColour =
    switch depth {
    case .direct, .palette256, .mono: .of256
    case .palette16: .of16
    case .palette8: .of8
    }
  lazy var quantiser = PictureQuantiser(match: match)
  lazy var dither = OrderedDither(count: depth == .palette16 ? 16 : 8)

  /// A resolver for one theme on one terminal.
  public init(
    theme: Theme, depth: ColourDepth, glyphs: GlyphSet = .unicode, match: PaletteMatch = .look
  ) {
    self.theme = theme
    self.depth = depth
    self.glyphs = glyphs
    self.match = match
  }

  /// Every cell of a frame, row by row.
  public static func resolve(
    _ frame: Frame, theme: Theme, depth: ColourDepth, glyphs: GlyphSet = .unicode,
    match: PaletteMatch = .look
  ) -> [TerminalCell] {
    var resolver = Resolver(theme: theme, depth: depth, glyphs: glyphs, match: match)
    return frame.glyphs.enumerated().map { index, glyph in
      resolver.cell(
        for: glyph, column: index % frame.size.columns, row: index / frame.size.columns)
    }
  }

  /// The cell for one glyph of a frame; the place only matters to dithering.
  public mutating func cell(for glyph: Glyph, column: Int, row: Int) -> TerminalCell {
    if glyph.character == Frame.upperHalf, glyph.style.isPicture {
      return pictureCell(glyph.style, column: column, row: row)
    }
    if case .rgb = glyph.style.foreground, case .rgb = glyph.style.background {
      return fineCell(glyph, column: column, row: row)
    }
    let style = textStyle(glyph.style)
    return TerminalCell(
      character: glyphs == .ascii ? AsciiGlyphs.replacement(for: glyph.character) : glyph.character,
      foreground: style.foreground, background: style.background, attributes: style.attributes)
  }

  private struct TextStyle {
    var foreground: TerminalColour
    var background: TerminalColour
    var attributes: Attributes
  }

  private mutating func textStyle(_ style: Style) -> TextStyle {
    if let known = styles[style] { return known }
    let foreground = colour(of: style.foreground, asGround: false)
    let background = colour(of: style.background, asGround: true)
    var attributes = attributes(of: style)
    var result: TextStyle
    switch depth {
    case .mono:
      // Where colour would show another ground, reverse video does.
      let ground = theme.colours(of: .text).background
      if background.colour != ground { attributes.insert(.reverse) }
      result = TextStyle(
        foreground: .terminalDefault, background: .terminalDefault, attributes: attributes)
    case .direct, .palette256:
      result = TextStyle(
        foreground: terminalColour(foreground), background: terminalColour(background),
        attributes: attributes)
    case .palette16, .palette8:
      let ground = terminalColour(background)
      let (ink, isBold) = basicForeground(foreground, on: ground)
      if isBold { attributes.insert(.bold) }
      result = TextStyle(foreground: ink, background: ground, attributes: attributes)
    }
    styles[style] = result
    return result
  }

  /// Emphasis of the foreground's role, and the background role's reverse video: a mark's letter on
  /// the selected row stays part of that row.
  private func attributes(of style: Style) -> Attributes {
    var result = style.attributes
    if let role = style.foreground.roleOfText {
      result.formUnion(theme.colours(of: role).attributes.subtracting(.reverse))
    }
    if case .role(let role) = style.background {
      result.formUnion(theme.colours(of: role).attributes.intersection(.reverse))
    }
    return result
  }
}

/// A theme's or picture's colour with the basic colour the theme chose for it.
struct ResolvedInk {
  var colour: ThemeColour
  var basic: UInt8?
}

extension Resolver {
  /// What an ink stands for in this theme.
  func colour(of ink: Ink, asGround: Bool) -> ResolvedInk {
    switch ink {
    case .rgb(let red, let green, let blue):
      return ResolvedInk(colour: .rgb(RGB(red, green, blue)), basic: nil)
    case .role(let role):
      return themeColour(role, isBackground: asGround)
    case .foreground(let role):
      return themeColour(role, isBackground: false)
    case .background(let role):
      return themeColour(role, isBackground: true)
    }
  }

  private func themeColour(_ role: Role, isBackground: Bool) -> ResolvedInk {
    let colours = theme.colours(of: role)
    return isBackground
      ? ResolvedInk(colour: colours.background, basic: colours.basicBackground)
      : ResolvedInk(colour: colours.foreground, basic: colours.basicForeground)
  }

  /// The colour the terminal is asked for when nothing has to be read on it.
  mutating func terminalColour(_ ink: ResolvedInk) -> TerminalColour {
    if let basic = ink.basic {
      if depth == .palette16 { return .palette(basic) }
      if depth == .palette8, basic < 8 { return .palette(basic) }
    }
    guard case .rgb(let colour) = ink.colour else { return .terminalDefault }
    return depth == .direct ? .rgb(colour) : .palette(nearest.index(of: colour))
  }

  /// A basic colour for text that can be read on `ground`, and whether bold type makes it bright.
  private func basicForeground(
    _ ink: ResolvedInk, on ground: TerminalColour
  ) -> (TerminalColour, isBold: Bool) {
    var groundNumber: UInt8?
    if case .palette(let number) = ground { groundNumber = number }
    func isReadable(_ number: Int) -> Bool {
      guard let groundNumber else { return true }
      let colours = TerminalPalette.basic
      return Contrast.ratio(colours[number], colours[Int(groundNumber)]) >= 3
    }
    // The theme's choice was made for the role's own ground; text may stand on another's.
    if let basic = ink.basic, isReadable(Int(basic)) {
      if depth == .palette16 || basic < 8 { return (.palette(basic), false) }
      // Not every terminal shows bold type bright: it must be readable without.
      if basic > 8, isReadable(Int(basic) - 8) { return (.palette(basic - 8), true) }
    }
    guard case .rgb(let colour) = ink.colour else { return (.terminalDefault, false) }
    let wanted = Oklab(colour)
    let count = depth == .palette16 ? 16 : 8
    let best = (0..<count).filter(isReadable)
      .map { (number: $0, distance: Oklab(TerminalPalette.basic[$0]).squaredDistance(to: wanted)) }
      .min { $0.distance < $1.distance }
    return (.palette(UInt8(best?.number ?? (groundNumber == 0 ? 7 : 0))), false)
  }
}

extension Ink {
  /// The role whose emphasis text in this ink takes.
  fileprivate var roleOfText: Role? {
    switch self {
    case .role(let role), .foreground(let role): role
    case .background, .rgb: nil
    }
  }
}

extension Style {
  /// Whether an upper half block in this style is two pixels of a picture, not a character.
  var isPicture: Bool {
    if case .role = foreground { return false }
    return true
  }
}

/// Pictures: two pixels in a cell, as far as the terminal can show them.
extension Resolver {
  /// One half of a picture's cell.
  private enum Pixel: Equatable {
    /// A colour of the picture.
    case picture(RGB)
    /// An outline drawn over it.
    case mark(ResolvedInk)
    /// No picture here.
    case ground(ResolvedInk)

    static func == (one: Pixel, other: Pixel) -> Bool {
      switch (one, other) {
      case (.picture(let a), .picture(let b)): a == b
      case (.mark(let a), .mark(let b)), (.ground(let a), .ground(let b)): a.colour == b.colour
      default: false
      }
    }
  }

  mutating func pictureCell(_ style: Style, column: Int, row: Int) -> TerminalCell {
    let upper = pixel(style.foreground)
    let lower = pixel(style.background)
    if depth == .mono { return rampCell(upper, lower) }
    if glyphs == .ascii { return blankCell(upper, lower, column: column, row: row) }
    return halfBlockCell(
      upper, lower, terminalColour(upper, x: column, y: 2 * row),
      terminalColour(lower, x: column, y: 2 * row + 1))
  }

  /// A cell in quadrants or sextants. A frame that was made for a better terminal still shows: in the
  /// mean of its colours, weighted evenly.
  mutating func fineCell(_ glyph: Glyph, column: Int, row: Int) -> TerminalCell {
    guard glyphs == .unicode, depth == .direct || depth == .palette256 else {
      return pictureCell(glyph.style, column: column, row: row)
    }
    let ink = terminalColour(pixel(glyph.style.foreground), x: column, y: 2 * row)
    let ground = terminalColour(pixel(glyph.style.background), x: column, y: 2 * row)
    // A pattern in one colour is none.
    return TerminalCell(
      character: ink == ground ? " " : glyph.character, foreground: ink, background: ground,
      attributes: [])
  }

  private func pixel(_ ink: Ink) -> Pixel {
    switch ink {
    case .rgb(let red, let green, let blue): .picture(RGB(red, green, blue))
    case .foreground: .mark(colour(of: ink, asGround: false))
    case .background, .role: .ground(colour(of: ink, asGround: true))
    }
  }

  private mutating func terminalColour(_ pixel: Pixel, x: Int, y: Int) -> TerminalColour {
    switch pixel {
    case .mark(let ink), .ground(let ink): return terminalColour(ink)
    case .picture(let colour):
      switch depth {
      case .direct, .mono: return .rgb(colour)
      case .palette256: return .palette(quantiser.index(of: colour))
      case .palette16, .palette8: return .palette(dither.index(of: colour, x: x, y: y))
      }
    }
  }

  /// Chooses the half that is ink. The terminal's own text colour can only be ink and its own
  /// ground only ground, so either may force the lower half block.
  private func halfBlockCell(
    _ upper: Pixel, _ lower: Pixel, _ upperColour: TerminalColour, _ lowerColour: TerminalColour
  ) -> TerminalCell {
    func isOwnInk(_ pixel: Pixel, _ colour: TerminalColour) -> Bool {
      if case .mark = pixel { return colour == .terminalDefault }
      return false
    }
    func isOwnGround(_ pixel: Pixel, _ colour: TerminalColour) -> Bool {
      if case .ground = pixel { return colour == .terminalDefault }
      return false
    }
    func cell(_ text: String, _ ink: TerminalColour, _ ground: TerminalColour) -> TerminalCell {
      TerminalCell(character: text, foreground: ink, background: ground, attributes: [])
    }
    if isOwnInk(upper, upperColour), isOwnInk(lower, lowerColour) {
      return cell("\u{2588}", upperColour, .terminalDefault)
    }
    if isOwnGround(upper, upperColour) || isOwnInk(lower, lowerColour) {
      return cell("\u{2584}", lowerColour, upperColour)
    }
    // One colour needs no pair of its own on terminals that have few.
    if upperColour == lowerColour {
      return cell(" ", upperColour, lowerColour)
    }
    return cell(Frame.upperHalf, upperColour, lowerColour)
  }

  /// One pixel a cell where half blocks cannot be printed.
  private mutating func blankCell(
    _ upper: Pixel, _ lower: Pixel, column: Int, row: Int
  ) -> TerminalCell {
    let one = merged(upper, lower)
    let colour = terminalColour(one, x: column, y: row)
    if case .mark = one, colour == .terminalDefault {
      return TerminalCell(
        character: "#", foreground: colour, background: .terminalDefault, attributes: [])
    }
    return TerminalCell(
      character: " ", foreground: .terminalDefault, background: colour, attributes: [])
  }

  /// A character as dense as the pixels are light, for light text on a dark screen.
  private func rampCell(_ upper: Pixel, _ lower: Pixel) -> TerminalCell {
    func cell(_ text: String, _ attributes: Attributes = []) -> TerminalCell {
      TerminalCell(
        character: text, foreground: .terminalDefault, background: .terminalDefault,
        attributes: attributes)
    }
    switch merged(upper, lower) {
    case .mark: return cell("+", .reverse)
    case .ground: return cell(" ")
    case .picture(let colour):
      let lightness = Oklab(colour).lightness
      let step = Int(lightness * Float(Self.ramp.count))
      return cell(Self.ramp[min(max(0, step), Self.ramp.count - 1)])
    }
  }

  private static let ramp = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]

  /// Two pixels as one: outlines prevail, then the picture.
  private func merged(_ upper: Pixel, _ lower: Pixel) -> Pixel {
    switch (upper, lower) {
    case (.mark, _): return upper
    case (_, .mark): return lower
    case (.picture(let one), .picture(let other)):
      func middle(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Int(a) + Int(b) + 1) / 2) }
      return .picture(
        RGB(
          middle(one.red, other.red), middle(one.green, other.green), middle(one.blue, other.blue)))
    case (.picture, _): return upper
    case (_, .picture): return lower
    default: return upper
    }
  }
}

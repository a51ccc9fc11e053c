import Foundation
import Screen
import Settings
import TestSupport
import Testing

@Suite("Themes that come with the program")
struct ShippedThemesTests {
  static let directory = SharedData.repositoryRoot.appendingPathComponent("Themes").path
  static let names = ThemeLibrary.names(in: [directory])

  func theme(_ name: String) throws -> Theme {
    try ThemeLibrary.find(name, in: [Self.directory]).theme
  }

  @Test("light and dark, two for the colour-blind, one of 16 colours, one without colour")
  func present() throws {
    let wanted = ["dark", "light", "high-contrast", "high-contrast-light", "sixteen", "mono"]
    #expect(Set(Self.names).isSuperset(of: wanted))
    let safe = try Self.names.filter {
      try ThemeLibrary.find($0, in: [Self.directory]).isColourBlindSafe
    }
    #expect(safe == ["high-contrast", "high-contrast-light"])
  }

  @Test("the checker finds nothing", arguments: names)
  func findings(name: String) throws {
    #expect(try ThemeLibrary.find(name, in: [Self.directory]).findings == [])
  }

  @Test("the themes for the colour-blind say how far their classes are apart, and it is true")
  func colourBlind() throws {
    for (name, least) in [("high-contrast", 15.0), ("high-contrast-light", 14.0)] {
      let theme = try theme(name)
      for vision in ColourVision.allCases {
        let difference = try #require(ThemeCheck.difference(of: theme, seenWith: vision))
        #expect(difference >= least, "\(name), \(vision): \(difference)")
      }
    }
  }

  @Test("the theme of 16 colours can be read with the palettes of three kinds of terminal")
  func sixteen() throws {
    let theme = try theme("sixteen")
    for palette in [TerminalColours.xterm, TerminalColours.console, TerminalColours.putty] {
      for (ink, ground) in ThemeCheck.pairs {
        let one = try #require(theme.colours(of: ink).basicForeground, "\(ink)")
        let other = try #require(theme.colours(of: ground).basicBackground, "\(ground)")
        let ratio = Contrast.ratio(palette[Int(one)], palette[Int(other)])
        #expect(ratio >= 4.5, "\(ink) on \(ground): \(ratio)")
      }
    }
  }

  @Test("no file has a warning", arguments: names)
  func warnings(name: String) throws {
    #expect(try ThemeLibrary.find(name, in: [Self.directory]).warnings == [])
  }

  @Test(
    "text of every role has a contrast of 4.5, also after reduction to 256 colours",
    arguments: names)
  func contrast(name: String) throws {
    let theme = try theme(name)
    var nearest = NearestColour.of256
    for (ink, ground) in ThemeCheck.pairs {
      let foreground = theme.colours(of: ink).foreground
      let background = theme.colours(of: ground).background
      guard case .rgb(let one) = foreground, case .rgb(let other) = background else {
        // The terminal's own two colours go together and with nothing else.
        #expect(foreground == .terminalDefault && background == .terminalDefault, "\(ink)")
        continue
      }
      let ratio = Contrast.ratio(one, other)
      #expect(ratio >= 4.5, "\(ink) on \(ground): \(ratio)")
      let reduced = Contrast.ratio(
        TerminalColours.colour(nearest.index(of: one)),
        TerminalColours.colour(nearest.index(of: other)))
      #expect(reduced >= 4.5, "\(ink) on \(ground) in 256 colours: \(reduced)")
    }
  }

  @Test(
    "basic colours can be told from their ground, and the selected row from the others",
    arguments: names, [ColourDepth.palette16, .palette8])
  func basicColours(name: String, depth: ColourDepth) throws {
    var resolver = Resolver(theme: try theme(name), depth: depth)
    func cell(_ ink: Role, _ ground: Role) -> TerminalCell {
      resolver.cell(
        for: Glyph("a", Style(foreground: .role(ink), background: .role(ground))), column: 0,
        row: 0)
    }
    for role in Role.allCases {
      for cell in [cell(role, role), cell(role, .selection)] {
        guard case .palette(let ink) = cell.foreground,
          case .palette(let ground) = cell.background
        else {
          #expect(cell.foreground == cell.background, "\(role)")
          continue
        }
        let ratio = Contrast.ratio(TerminalColours.colour(ink), TerminalColours.colour(ground))
        #expect(ratio >= 3, "\(role): \(ink) on \(ground)")
      }
    }
    let row = cell(.selection, .selection)
    let plain = cell(.text, .text)
    #expect(row.background != plain.background || row.attributes.contains(.reverse))
  }

  @Test("without colour the selected row, the title and errors still stand out", arguments: names)
  func mono(name: String) throws {
    var resolver = Resolver(theme: try theme(name), depth: .mono)
    func attributes(_ role: Role) -> Attributes {
      resolver.cell(for: Glyph("a", Style(role)), column: 0, row: 0).attributes
    }
    #expect(attributes(.selection).contains(.reverse))
    #expect(attributes(.title).contains(.reverse))
    #expect(attributes(.text) == [])
    #expect(attributes(.statusError) != attributes(.status))
    #expect(attributes(.borderFocused) != attributes(.border))
  }
}

/// xterm's colours, written down once more: the test must not trust the table it tests.
enum TerminalColours {
  static let xterm = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ].map(rgb)
  /// The Linux console, as the kernel sets it up (drivers/tty/vt/vt.c).
  static let console = [
    0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
    0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
  ].map(rgb)
  /// PuTTY's default.
  static let putty = [
    0x000000, 0xBB0000, 0x00BB00, 0xBBBB00, 0x0000BB, 0xBB00BB, 0x00BBBB, 0xBBBBBB,
    0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
  ].map(rgb)

  private static func rgb(_ hex: Int) -> RGB {
    RGB(UInt8(hex >> 16), UInt8(hex >> 8 & 255), UInt8(hex & 255))
  }

  static func colour(_ number: UInt8) -> RGB {
    switch number {
    case ..<16: return xterm[Int(number)]
    case 232...:
      let grey = 8 + 10 * (number - 232)
      return RGB(grey, grey, grey)
    default:
      let place = number - 16
      func level(_ step: UInt8) -> UInt8 { step == 0 ? 0 : 55 + 40 * step }
      return RGB(level(place / 36), level(place / 6 % 6), level(place % 6))
    }
  }
}

import Foundation
import Screen
import Settings
import TestSupport
import Testing

@Suite("Themes that come with the program")
struct ShippedThemesTests {
  static let directory = SharedData.repositoryRoot.appendingPathComponent("Themes").path
  static let names = ThemeLibrary.names(in: [directory])
  /// Roles whose text stands on the selected row's ground in lists.
  static let onSelection = Role.allCases.filter {
    $0.rawValue.hasPrefix("mark.") || $0.rawValue.hasPrefix("class.")
      || [.text, .muted, .selection].contains($0)
  }

  func theme(_ name: String) throws -> Theme {
    try ThemeLibrary.find(name, in: [Self.directory]).theme
  }

  @Test("there are at least a dark, a light, a high-contrast one and one without colour")
  func present() {
    #expect(Set(Self.names).isSuperset(of: ["dark", "light", "high-contrast", "mono"]))
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
    let pairs =
      Role.allCases.map { ($0, $0) } + Self.onSelection.map { ($0, Role.selection) }
    var nearest = NearestColour.of256
    for (ink, ground) in pairs {
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
  static func colour(_ number: UInt8) -> RGB {
    let basic: [RGB] = [
      RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238),
      RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0),
      RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255),
      RGB(255, 255, 255),
    ]
    switch number {
    case ..<16: return basic[Int(number)]
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

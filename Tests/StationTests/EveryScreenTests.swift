import Foundation
import Screen
import Settings
import Station
import TestSupport
import Testing

/// Every screen at four sizes, the smallest among them, and in four colour depths.
///
/// `Screens/NAME-SIZE.txt` holds what stands where and what it means. What a meaning looks like
/// does not depend on the screen, and a test says so; so one table a depth, `Screens/colours-DEPTH.txt`, holds
/// the colours of all screens. Pictures, which are dithered by place, have `Screens/picture-DEPTH.txt`.
@Suite struct EveryScreenTests {
  static let depths: [ColourDepth] = [.direct, .palette256, .palette16, .mono]

  static func theme() throws -> Theme {
    let directory = SharedData.repositoryRoot.appendingPathComponent("Themes").path
    return try ThemeLibrary.find("dark", in: [directory]).theme
  }

  @Test(arguments: EveryScreen.sheets, EveryScreen.sizes)
  func `what stands where`(sheet: EveryScreen.Sheet, size: (Int, Int)) throws {
    let size = Size(columns: size.0, rows: size.1)
    let desk = try sheet.open(size)
    try #require(desk.state.size == size)
    try expectText(
      CompactDump.text(render(desk.state, size: size)),
      "Screens/\(sheet.name)-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: depths)
  func `what it looks like`(depth: ColourDepth) throws {
    let theme = try Self.theme()
    var looks: [Style: String] = [:]
    for sheet in EveryScreen.sheets {
      for (columns, rows) in EveryScreen.sizes {
        let size = Size(columns: columns, rows: rows)
        let frame = render(try sheet.open(size).state, size: size)
        let cells = Resolver.resolve(frame, theme: theme, depth: depth)
        for (glyph, cell) in zip(frame.glyphs, cells) where !glyph.isPicture {
          #expect(cell.character == glyph.character)
          let look = Self.describe(cell)
          // The same wherever it stands: else a table could not hold it.
          #expect(looks[glyph.style] == nil || looks[glyph.style] == look)
          looks[glyph.style] = look
        }
      }
    }
    let lines = looks.map { "\(CompactDump.describe($0.key)) = \($0.value)" }.sorted()
    try expectText(lines.joined(separator: "\n") + "\n", "Screens/colours-\(depth.rawValue)")
  }

  @Test(arguments: depths)
  func `what a picture looks like, with a box drawn over it`(depth: ColourDepth) throws {
    let sheet = try #require(EveryScreen.sheets.first { $0.name == "dragging-a-box" })
    let size = Size(columns: 80, rows: 24)
    let frame = render(try sheet.open(size).state, size: size)
    let cells = Resolver.resolve(frame, theme: try Self.theme(), depth: depth)
    var lines: [String] = []
    for row in 0..<size.rows {
      let inRow = (0..<size.columns).map { row * size.columns + $0 }
        .filter { frame.glyphs[$0].isPicture }
      guard !inRow.isEmpty else { continue }
      lines.append(
        "\(row)| "
          + CompactDump.runs(inRow.map { "\(cells[$0].character) \(Self.describe(cells[$0]))" }) {
            $1 == 1 ? $0 : "\($0) x\($1)"
          }.replacing("  ", with: " _ "))
    }
    try expectText(lines.joined(separator: "\n") + "\n", "Screens/picture-\(depth.rawValue)")
  }

  private static func describe(_ cell: TerminalCell) -> String {
    func name(_ colour: TerminalColour) -> String {
      switch colour {
      case .terminalDefault: "-"
      case .palette(let number): "\(number)"
      case .rgb(let rgb):
        "#"
          + [rgb.red, rgb.green, rgb.blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
          .joined()
      }
    }
    var text = "\(name(cell.foreground))/\(name(cell.background))"
    if cell.attributes.contains(.bold) { text += " bold" }
    if cell.attributes.contains(.underline) { text += " underline" }
    if cell.attributes.contains(.reverse) { text += " reverse" }
    return text
  }
}

public import ArgumentParser
import Foundation
import Screen
public import Station

/// `hematovision preview FILE`: pictures as coloured characters, to a terminal or a pipe.
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Print images as coloured half blocks, to a terminal or a pipe.",
    discussion: """
      Colours and characters are taken from NO_COLOR, COLORTERM, TERM and the locale unless they are \
      asked for. Exit status: 0 all images done, 1 some failed (the others are done), 2 usage.
      """)

  @Argument(help: "JPEG or PNG files.", completion: .file())
  var files: [String]

  @Option(help: "Greatest size in characters, COLUMNSxROWS (default: the terminal's, else 80x24).")
  var size: CellSize?

  @Option(help: "Colours to use: direct, 256, 16, 8 or mono.")
  var colours: ColourDepth?

  @Option(help: "Characters to draw with: half, quadrant or sextant.")
  var symbols: CellSymbols?

  @Option(help: "as-taken, contrast (stretched) or stain (normalised).")
  var tone = PictureTone.asTaken

  @Option(
    help:
      "In 256 colours: look (near to the eye) or signal (least error in the numbers, greyer).")
  var match = PaletteMatch.look

  func run() throws {
    let wish = PreviewWish(
      files: files, size: size, colours: colours, symbols: symbols, tone: tone, match: match)
    try wish.print()
  }
}

/// A size in characters, as `80x40`.
struct CellSize: ExpressibleByArgument {
  let size: Size

  init?(argument: String) {
    let sides = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
      .map { Int($0) }
    guard sides.count == 2, let columns = sides[0], let rows = sides[1],
      (1...2000).contains(columns), (1...2000).contains(rows)
    else { return nil }
    size = Size(columns: columns, rows: rows)
  }

  private init(_ size: Size) { self.size = size }

  /// The terminal's, with a line left for the prompt; 80 by 24 where there is none.
  static var ofTerminal: CellSize {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0,
      window.ws_row > 1
    else { return CellSize(Size(columns: 80, rows: 24)) }
    return CellSize(Size(columns: Int(window.ws_col), rows: Int(window.ws_row) - 1))
  }
}

extension PictureTone: ExpressibleByArgument {}
extension PaletteMatch: ExpressibleByArgument {}

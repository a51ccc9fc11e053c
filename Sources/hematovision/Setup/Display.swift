import Curses
import Screen
import Station

/// Where the station is shown: on a screen, or line by line.
enum Display {
  case screen(Terminal)
  case lines(LineTerminal)

  var size: Size {
    switch self {
    case .screen(let terminal): terminal.size
    case .lines: Linear.size
    }
  }

  var colours: String {
    switch self {
    case .screen(let terminal): terminal.depth.name
    case .lines: ColourDepth.mono.name
    }
  }

  /// Why pictures have no finer symbols than half blocks here; nil where they may.
  var halfBlocksOnly: String? {
    switch self {
    case .screen(let terminal):
      CellSymbols.quadrant.reasonAgainst(depth: terminal.depth, glyphs: terminal.glyphs)
    case .lines: "line by line no picture is drawn"
    }
  }

  /// What the record says beside the program's name: line by line, no picture was on a screen.
  var note: String {
    switch self {
    case .screen: ""
    case .lines: " (linear)"
    }
  }

  /// Gives the terminal back as it was found.
  func restore() {
    switch self {
    case .screen(let terminal): terminal.restore()
    case .lines(let terminal): terminal.restore()
    }
  }
}

extension Opening {
  /// The terminal, taken over; line by line if that is wished for, or if it can do nothing else.
  static func display(
    isLinear: Bool, wish: ColourDepth?, isSparing: Bool, mouse: Bool
  ) throws -> Display {
    do {
      if isLinear { return .lines(try LineTerminal()) }
      do throws(TerminalError) {
        return .screen(
          try Terminal(
            environment: Locations.environment, wish: wish, isSparing: isSparing, mouse: mouse))
      } catch .cannotPlaceCursor(let name) {
        let terminal = try LineTerminal()
        terminal.write("The terminal \(name) cannot place its cursor: lines instead of a screen.")
        return .lines(terminal)
      }
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }
}

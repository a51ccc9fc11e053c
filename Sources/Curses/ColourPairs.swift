import CNcurses
package import Screen

/// Numbers for pairs of colours.
///
/// ncurses gives out pairs itself (`alloc_pair`), but recycles them one by one when they run out,
/// and looks through the whole screen for each. Here numbers are only ever new; when they have run
/// out all are forgotten and the screen is drawn once more.
package struct ColourPairs {
  private var numbers: [UInt64: Int32] = [:]
  private var next: Int32 = 1
  private let limit: Int32
  private let hasDefaults: Bool

  /// - Parameters:
  ///   - count: Pairs the terminal has.
  ///   - hasDefaults: Whether it can go back to its own colours.
  init(count: Int, hasDefaults: Bool) {
    limit = Int32(min(count, 65_536))
    // With 64 pairs for 8 by 8 colours there are none left for the terminal's own.
    self.hasDefaults = hasDefaults && count > 64
  }

  /// Whether `count` more pairs can be had.
  func hasRoom(for count: Int) -> Bool { Int(next) + count <= Int(limit) }

  /// Forgets all pairs; every cell on the screen has to be drawn again.
  mutating func reset() {
    reset_color_pairs()
    numbers.removeAll(keepingCapacity: true)
    next = 1
  }

  /// The pair for a cell's colours, or 0 (the terminal's own) when none is left.
  mutating func number(foreground: TerminalColour, background: TerminalColour) -> Int32 {
    var ink = value(foreground, isGround: false)
    let ground = value(background, isGround: true)
    // Nothing is seen of the ink then, and 8 by 8 colours need one pair more than there is.
    if ink == ground, limit <= 64 { ink = ground == 7 ? 0 : 7 }
    let key = UInt64(UInt32(bitPattern: ink)) << 32 | UInt64(UInt32(bitPattern: ground))
    if let known = numbers[key] { return known }
    guard next < limit, init_extended_pair(next, ink, ground) != ERR else { return 0 }
    numbers[key] = next
    next += 1
    return next - 1
  }

  private func value(_ colour: TerminalColour, isGround: Bool) -> Int32 {
    switch colour {
    case .terminalDefault:
      if hasDefaults { return -1 }
      return isGround ? 0 : 7
    case .palette(let number):
      return Int32(number)
    case .rgb(let rgb):
      return Self.directValue(rgb)
    }
  }

  /// The number of a colour where numbers are RGB values. The first eight are the basic colours
  /// all the same, so the darkest blues get the least green there is.
  package static func directValue(_ colour: RGB) -> Int32 {
    let value = Int32(colour.red) << 16 | Int32(colour.green) << 8 | Int32(colour.blue)
    return value < 8 ? value | 0x100 : value
  }
}

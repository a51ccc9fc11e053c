/// Two curves in a few rows of characters, one solid and one dotted, so that no colour is needed to tell them.
public struct CurvePlot: Equatable, Sendable {
  /// What a character is made of.
  public enum Symbols: Equatable, Sendable {
    /// Braille patterns, 2 dots wide and 4 high (Unicode 16, chapter 21.1).
    case braille
    /// Half blocks, 1 wide and 2 high, for fonts without Braille.
    case halfBlocks

    var width: Int { self == .braille ? 2 : 1 }
    var height: Int { self == .braille ? 4 : 2 }
  }

  /// The lowest and the highest value, at the foot and the head of the plot; nil where there is no value.
  public let bounds: ClosedRange<Double>?
  /// One text a row, each as many columns wide; none where there is no value.
  public let lines: [String]
  private let count: Int
  /// Dots in a row, and in a character of it.
  private let width: Int
  private let perCharacter: Int

  /// Draws curves over the same places, such as epochs.
  ///
  /// - Parameters:
  ///   - solid: values, one a place; what is not finite is left out.
  ///   - dotted: as many values as `solid`.
  ///   - columns: characters in a row.
  ///   - rows: rows of characters.
  public init(
    solid: [Double], dotted: [Double], columns: Int, rows: Int, symbols: Symbols = .braille
  ) {
    precondition(columns > 0 && rows > 0)
    count = solid.count
    (width, perCharacter) = (columns * symbols.width, symbols.width)
    let values = (solid + dotted).filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else {
      (bounds, lines) = (nil, [])
      return
    }
    bounds = low...high
    var grid = Grid(width: width, height: rows * symbols.height, low: low, high: high)
    grid.draw(solid, every: 1)
    grid.draw(dotted, every: 2 * symbols.width)
    lines = (0..<rows).map { row in
      (0..<columns).map { grid.character(column: $0, row: row, symbols) }.joined()
    }
  }

  /// The column in which a place's value stands.
  public func column(of place: Int) -> Int {
    count < 2 ? 0 : place * (width - 1) / (count - 1) / perCharacter
  }
}

/// The dots of a plot.
private struct Grid {
  let width: Int
  let height: Int
  let low: Double
  let high: Double
  private var dots: [Bool]

  init(width: Int, height: Int, low: Double, high: Double) {
    (self.width, self.height, self.low, self.high) = (width, height, low, high)
    dots = [Bool](repeating: false, count: width * height)
  }

  mutating func draw(_ curve: [Double], every step: Int) {
    for place in curve.indices {
      let next = min(place + 1, curve.count - 1)
      let (a, b) = (curve[place], curve[next])
      guard a.isFinite, b.isFinite else { continue }
      let (from, to) = (column(place, of: curve.count), column(next, of: curve.count))
      for x in from...max(from, to) {
        let y = row(from: a, to: b, at: x - from, of: to - from)
        if x.isMultiple(of: step) { dots[y * width + x] = true }
        // A steep piece is no row of lonely dots.
        guard x > from else { continue }
        let before = row(from: a, to: b, at: x - 1 - from, of: to - from)
        guard step == 1 || abs(before - y) > 1 else { continue }
        for between in min(before, y)...max(before, y) where between.isMultiple(of: step) {
          dots[between * width + x] = true
        }
      }
    }
  }

  func character(column: Int, row: Int, _ symbols: CurvePlot.Symbols) -> String {
    func dot(_ x: Int, _ y: Int) -> Bool {
      dots[(row * symbols.height + y) * width + column * symbols.width + x]
    }
    guard symbols == .braille else {
      return switch (dot(0, 0), dot(0, 1)) {
      case (true, true): "█"
      case (true, false): "▀"
      case (false, true): "▄"
      case (false, false): " "
      }
    }
    // Bits of the pattern, column by column, from above.
    let bits: [(x: Int, y: Int, bit: UInt32)] = [
      (0, 0, 1), (0, 1, 2), (0, 2, 4), (1, 0, 8), (1, 1, 16), (1, 2, 32), (0, 3, 64), (1, 3, 128),
    ]
    let sum = bits.reduce(UInt32(0)) { dot($1.x, $1.y) ? $0 + $1.bit : $0 }
    return Unicode.Scalar(0x2800 + sum).map { String(Character($0)) } ?? " "
  }

  private func column(_ place: Int, of count: Int) -> Int {
    count == 1 ? 0 : place * (width - 1) / (count - 1)
  }

  private func row(from a: Double, to b: Double, at step: Int, of steps: Int) -> Int {
    let share = steps == 0 ? 0 : Double(step) / Double(steps)
    let value = a + (b - a) * share
    return high == low
      ? height / 2 : Int(((high - value) / (high - low) * Double(height - 1)).rounded())
  }
}

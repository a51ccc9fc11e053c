/// Two curves in a few lines of text, in dots of Braille patterns: 2 dots wide and 4 high a character
/// (Unicode 16, chapter 21.1). One is solid and one dotted, so that no colour is needed to tell them.
struct BraillePlot {
  let title: String
  /// One value an epoch, the same number in both.
  let solid: [Double]
  let dotted: [Double]
  /// Place of the value to point at.
  let marked: Int

  private static let width = 60
  private static let height = 6

  var lines: [String] {
    let values = solid + dotted
    guard let low = values.min(), let high = values.max(), !solid.isEmpty else { return [] }
    let (columns, rows) = (Self.width * 2, Self.height * 4)
    var dots = [Bool](repeating: false, count: columns * rows)
    func column(_ place: Int) -> Int {
      solid.count == 1 ? 0 : place * (columns - 1) / (solid.count - 1)
    }
    func row(_ value: Double) -> Int {
      high == low ? rows / 2 : Int(((high - value) / (high - low) * Double(rows - 1)).rounded())
    }
    func draw(_ curve: [Double], every: Int) {
      for place in curve.indices {
        let next = min(place + 1, curve.count - 1)
        let (from, to) = (column(place), column(next))
        for x in from...max(from, to) where x.isMultiple(of: every) {
          let share = to == from ? 0 : Double(x - from) / Double(to - from)
          let (a, b) = (curve[place], curve[next])
          let y = row(a + (b - a) * share)
          dots[y * columns + x] = true
          // A steep piece is no row of lonely dots.
          guard every == 1, x > 0, x > from else { continue }
          let before = row(a + (b - a) * Double(x - 1 - from) / Double(to - from))
          for between in min(before, y)...max(before, y) { dots[between * columns + x] = true }
        }
      }
    }
    draw(solid, every: 1)
    draw(dotted, every: 4)
    let labels = (0..<Self.height).map { line in
      line == 0 ? fixed(high, 3) : line == Self.height - 1 ? fixed(low, 3) : ""
    }
    let body = (0..<Self.height).map { line in
      let text = String(
        String.UnicodeScalarView(
          (0..<Self.width).map { Self.pattern(dots, columns: columns, x: $0 * 2, y: line * 4) }))
      return "  " + labels[line].padded(left: 7) + " " + text
    }
    let pointer = String(repeating: " ", count: 10 + column(marked) / 2) + "^"
    return ["  \(title)"] + body + [pointer]
  }

  /// The pattern of 2 x 4 dots whose upper left one is at (`x`, `y`).
  private static func pattern(_ dots: [Bool], columns: Int, x: Int, y: Int) -> Unicode.Scalar {
    // Bits of the pattern, column by column, from above.
    let bits: [(x: Int, y: Int, bit: UInt32)] = [
      (0, 0, 1), (0, 1, 2), (0, 2, 4), (1, 0, 8), (1, 1, 16), (1, 2, 32), (0, 3, 64), (1, 3, 128),
    ]
    let sum = bits.reduce(UInt32(0)) {
      dots[(y + $1.y) * columns + x + $1.x] ? $0 + $1.bit : $0
    }
    return Unicode.Scalar(0x2800 + sum) ?? " "
  }
}

import Review
import Screen

/// A bar of a round length that says how large things in the picture are.
struct ScaleBar: Equatable {
  /// 1, 2 or 5 times a power of ten.
  let micrometres: Double
  /// Its length in columns.
  let columns: Double

  /// The longest round bar that is at most `room` columns, where a column is `micrometresPerColumn`;
  /// nil where none is at least two columns long.
  init?(micrometresPerColumn: Double, room: Int) {
    guard micrometresPerColumn > 0, micrometresPerColumn.isFinite, room >= 2 else { return nil }
    let longest = micrometresPerColumn * Double(room)
    guard longest < 1e9 else { return nil }
    var power = 1.0
    while power * 10 <= longest { power *= 10 }
    while power > longest, power > 1e-6 { power /= 10 }
    guard let factor = [5.0, 2, 1].first(where: { $0 * power <= longest }) else { return nil }
    micrometres = factor * power
    columns = micrometres / micrometresPerColumn
    guard columns >= 2 else { return nil }
  }

  /// The length as it is written: µm, or mm from a thousand of them on.
  var label: String {
    if micrometres >= 1000 { return "\(Int((micrometres / 1000).rounded())) mm" }
    if micrometres >= 1 { return "\(Int(micrometres.rounded())) µm" }
    var decimals = 1
    var value = micrometres * 10
    while value < 0.99, decimals < 6 {
      value *= 10
      decimals += 1
    }
    return "0." + String(repeating: "0", count: decimals - 1) + "\(Int(value.rounded())) µm"
  }
}

extension Frame {
  /// The bar in the line below the picture, where it hides nothing; none where the scale is unknown.
  mutating func scaleBar(_ state: State, _ layout: Layout) {
    guard let side = state.session.pictures.micrometresPerPixel, let drawn = state.shownPicture
    else { return }
    let pane = layout.picture
    let pixels = Double(drawn.region.width) / Double(max(1, drawn.picture.width))
    // A heading at the left of the line and the label keep their room.
    let room = min(pane.columns / 3, pane.columns - 24)
    guard let bar = ScaleBar(micrometresPerColumn: pixels * side, room: room) else { return }
    let whole = Int(bar.columns.rounded(.up))
    let text = " \(bar.label) "
    let width = whole + 1 + ScreenText.width(of: text)
    guard width + 16 <= pane.columns else { return }
    let row = pane.row + pane.rows
    var column = pane.column + pane.columns - width - 1
    put(" ", column: column, row: row, style: Style(.text))
    column += 1
    let eighths = Int((bar.columns * 8).rounded())
    for index in 0..<whole {
      let filled = min(8, max(0, eighths - index * 8))
      // U+2588 is the full block; each next one is an eighth narrower.
      let block = Unicode.Scalar(UInt32(0x2590 - filled)).map { String(Character($0)) } ?? " "
      put(filled == 0 ? " " : block, column: column + index, row: row, style: Style(.heading))
    }
    put(text, column: column + whole, row: row, style: Style(.heading))
  }
}

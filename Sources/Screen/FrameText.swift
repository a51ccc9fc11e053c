/// A frame as plain text for snapshots: what stands where, then in which style.
public enum FrameText {
  /// The frame's text between bars, then a grid with one letter for each style, then the legend.
  ///
  /// Cells of pictures are `▀` in the first grid and `#` in the second; their colours follow as one
  /// line a row, `column: upper/lower …` in hexadecimal, where a repeated cell is `*`.
  /// Letters are given in the order of first appearance, so equal frames give equal text.
  public static func dump(_ frame: Frame) -> String {
    var letters: [Style: Character] = [:]
    var order: [Style] = []
    var text: [String] = []
    var styles: [String] = []
    var pictures: [String] = []
    for row in 0..<frame.size.rows {
      var glyphLine = ""
      var styleLine = ""
      var colours = PictureLine(row: row)
      for column in 0..<frame.size.columns {
        let glyph = frame[column, row]
        glyphLine += glyph.character
        if glyph.style.hasPictureColour {
          styleLine += "#"
          colours.append(glyph.style, column: column)
          continue
        }
        if letters[glyph.style] == nil {
          letters[glyph.style] = letter(order.count)
          order.append(glyph.style)
        }
        styleLine.append(letters[glyph.style] ?? "~")
      }
      text.append("|" + glyphLine + "|")
      styles.append("|" + styleLine + "|")
      if let line = colours.text { pictures.append(line) }
    }
    let cursor = frame.cursor.map { "\($0.column),\($0.row)" } ?? "hidden"
    var lines = ["size \(frame.size.columns)x\(frame.size.rows), cursor \(cursor)"]
    lines += text
    lines += ["styles"]
    lines += styles
    lines += order.enumerated().map { "\(letter($0.offset)) = \(describe($0.element))" }
    if !pictures.isEmpty { lines += ["pictures"] + pictures }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let alphabet = Array(
    ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

  /// A style's letter; beyond the alphabet all styles share one, and only the legend tells them.
  private static func letter(_ index: Int) -> Character {
    index < alphabet.count ? alphabet[index] : "~"
  }

  private static func describe(_ style: Style) -> String {
    var words = [describe(style.foreground)]
    if style.background != style.foreground { words.append("on " + describe(style.background)) }
    if style.attributes.contains(.bold) { words.append("bold") }
    if style.attributes.contains(.underline) { words.append("underline") }
    if style.attributes.contains(.reverse) { words.append("reverse") }
    return words.joined(separator: " ")
  }

  static func describe(_ ink: Ink) -> String {
    switch ink {
    case .role(let role): return role.rawValue
    case .foreground(let role): return "fg:" + role.rawValue
    case .background(let role): return "bg:" + role.rawValue
    case .rgb(let red, let green, let blue):
      return [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  /// The colours of one row's picture cells.
  private struct PictureLine {
    let row: Int
    var parts: [String] = []
    var last: Style?
    var lastColumn = -2

    init(row: Int) { self.row = row }

    mutating func append(_ style: Style, column: Int) {
      if column != lastColumn + 1 {
        parts.append("\(column):")
        last = nil
      }
      parts.append(
        style == last
          ? "*" : FrameText.describe(style.foreground) + "/" + FrameText.describe(style.background))
      last = style
      lastColumn = column
    }

    var text: String? { parts.isEmpty ? nil : "\(row)| " + parts.joined(separator: " ") }
  }
}

extension Style {
  /// Whether a picture's own colour is in it.
  var hasPictureColour: Bool {
    if case .rgb = foreground { return true }
    if case .rgb = background { return true }
    return false
  }
}

import Screen

/// A frame as short text that can be reviewed: what stands where, then the styles of each row in runs.
enum CompactDump {
  /// Rows without blanks at their ends; then a line a row, `letter` and `count` for each run of one style
  /// (`#` for a picture's cells), where a row like the one above is left out; the letters' meaning; and the
  /// pictures' colours in runs, `upper/lower` and `xCOUNT`, again without repeated rows.
  static func text(_ frame: Frame) -> String {
    var letters: [Style: String] = [:]
    var legend: [String] = []
    var rows: [String] = []
    var styles: [String] = []
    var pictures: [String] = []
    var last = (styles: "", picture: "")
    for row in 0..<frame.size.rows {
      let glyphs = (0..<frame.size.columns).map { frame[$0, row] }
      // Half blocks by the thousand would be most of every file.
      var line =
        "|" + glyphs.map { $0.isPicture && $0.character == "▀" ? "#" : $0.character }.joined()
      while line.last == " " { line.removeLast() }
      rows.append(line)
      for glyph in glyphs where !glyph.isPicture && letters[glyph.style] == nil {
        let letter = name(of: letters.count)
        letters[glyph.style] = letter
        legend.append("\(letter) = \(describe(glyph.style))")
      }
      let names = runs(glyphs.map { $0.isPicture ? "#" : letters[$0.style] ?? "?" }) {
        "\($0)\($1)"
      }
      if names != last.styles { styles.append("\(row)| \(names)") }
      let colours = glyphs.filter(\.isPicture).map { describe($0.style) }
      let picture = runs(colours) { $1 == 1 ? $0 : "\($0) x\($1)" }
      if picture != last.picture, !picture.isEmpty { pictures.append("\(row)| \(picture)") }
      last = (names, picture)
    }
    let cursor = frame.cursor.map { "\($0.column),\($0.row)" } ?? "hidden"
    return
      (["size \(frame.size.columns)x\(frame.size.rows), cursor \(cursor)"] + rows + ["styles"]
      + styles + legend + (pictures.isEmpty ? [] : ["pictures"] + pictures))
      .joined(separator: "\n") + "\n"
  }

  /// What a style means, as the table of colours names it too.
  static func describe(_ style: Style) -> String {
    var words = [describe(style.foreground)]
    if style.background != style.foreground { words.append("on " + describe(style.background)) }
    if style.attributes.contains(.bold) { words.append("bold") }
    if style.attributes.contains(.underline) { words.append("underline") }
    if style.attributes.contains(.reverse) { words.append("reverse") }
    return words.joined(separator: style.isPicture ? "/" : " ").replacing("/on ", with: "/")
  }

  private static func describe(_ ink: Ink) -> String {
    switch ink {
    case .role(let role): role.rawValue
    case .foreground(let role): "fg:" + role.rawValue
    case .background(let role): "bg:" + role.rawValue
    case .rgb(let red, let green, let blue):
      [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  /// a…z, then aa, ab and so on.
  private static func name(of index: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return index < 26 ? String(letters[index]) : "\(letters[index / 26 - 1])\(letters[index % 26])"
  }

  static func runs(_ values: [String], _ write: (String, Int) -> String) -> String {
    var parts: [String] = []
    var rest = values[...]
    while let first = rest.first {
      let count = rest.prefix { $0 == first }.count
      parts.append(write(first, count))
      rest = rest.dropFirst(count)
    }
    return parts.joined(separator: " ")
  }
}

extension Style {
  /// Whether a colour of a picture or of what is drawn over one is in it.
  var isPicture: Bool { foreground.isPicture || background.isPicture }
}

extension Ink {
  fileprivate var isPicture: Bool {
    switch self {
    case .role: false
    case .foreground, .background, .rgb: true
    }
  }
}

extension Glyph {
  /// Whether it is two pixels of a picture.
  var isPicture: Bool { style.isPicture }
}

/// Lines on which the keys of a TOML file stand; the parser does not keep them.
///
/// Reads tables, dotted and quoted keys. Keys inside an inline table are found on its first line.
struct KeyLines {
  private var lines: [(path: String, line: Int)] = []

  init(_ text: String) {
    var table = ""
    // "\r\n" is one character to Swift, and a line end.
    for (index, whole) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = whole.drop { $0 == " " || $0 == "\t" }
      if line.first == "[" {
        table = Self.path(line.drop { $0 == "[" }.prefix { $0 != "]" })
        lines.append((table, index + 1))
      } else if let equals = line.firstIndex(of: "="), line.first != "#" {
        let key = Self.path(line[..<equals])
        lines.append((table.isEmpty ? key : table + "." + key, index + 1))
      }
    }
  }

  /// The line of a key, or else of the nearest table around it.
  func line(of path: String) -> Int? {
    lines.filter { path == $0.path || path.hasPrefix($0.path + ".") }
      .max { $0.path.count < $1.path.count }?.line
  }

  private static func path(_ text: Substring) -> String {
    String(text.filter { !["\"", "'", " ", "\t"].contains($0) })
  }
}

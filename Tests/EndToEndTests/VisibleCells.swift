/// What an eye can tell of a captured screen: a blank has no foreground, and rows end in nothing.
///
/// Two ways to draw the same picture may leave different colours behind in blanks.
func visibleCells(_ coloured: String) -> [[String]] {
  var foreground = ""
  var background = ""
  var rows: [[String]] = []
  for line in coloured.split(separator: "\n", omittingEmptySubsequences: false) {
    var row: [String] = []
    var rest = line[...]
    while let next = rest.popFirst() {
      guard next == "\u{1B}" else {
        row.append(next == " " ? " \(background)" : "\(next)\(foreground)/\(background)")
        continue
      }
      let codes = rest.dropFirst().prefix { $0 != "m" }
      rest = rest.dropFirst(codes.count + 2)
      apply(codes.split(separator: ";").map(String.init), &foreground, &background)
    }
    while row.last?.first == " " { row.removeLast() }
    rows.append(row)
  }
  return rows
}

/// Takes the codes of one escape (ECMA-48, SGR) into the colours so far.
private func apply(_ codes: [String], _ foreground: inout String, _ background: inout String) {
  switch codes.first {
  case "38": foreground = codes.joined(separator: ";")
  case "48": background = codes.joined(separator: ";")
  case "39": foreground = ""
  case "49": background = ""
  case "0", nil: (foreground, background) = ("", "")
  default: break
  }
}

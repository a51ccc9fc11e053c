/// Why a text is not the TOML we read.
public enum SyntaxProblem: Error, Hashable, Sendable {
  /// What should stand here, such as `=` or `a key`.
  case expected(String)
  /// A string's end is missing on its line.
  case unterminatedString
  /// No such escape in a quoted string.
  case unknownEscape
  /// A control character inside a string or comment.
  case controlCharacter
  /// The key or table has been given before.
  case duplicate(key: String)
  /// TOML that we do not read: a date, a multi-line string, an array of tables.
  case unsupported(String)
  /// Brackets or dotted keys go too deep.
  case tooDeep
}

/// Reads TOML 1.0 but for dates, multi-line strings and arrays of tables.
///
/// Written here because toml++ 3.4.0, which TOMLKit wraps, ends the program by an assertion on slips
/// such as `[[[` or `a = [}`, and does not tell lines of values.
struct TOMLParser {
  /// A problem and its place, both from 1.
  struct Fault: Error, Hashable {
    var line: Int
    var column: Int
    var problem: SyntaxProblem
  }

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private static let deepest = 16

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { index = 1 }
  }

  /// The table a text stands for.
  static func table(_ text: String) throws(Fault) -> TOMLTable {
    var parser = TOMLParser(text)
    return try parser.document()
  }

  private mutating func document() throws(Fault) -> TOMLTable {
    var root = TOMLTable(origin: .header)
    var header: [String] = []
    while true {
      skipBlanks()
      guard let scalar = peek() else { return root }
      let start = line
      switch scalar {
      case "#", "\n", "\r":
        break
      case "[":
        index += 1
        if peek() == "[" { throw fault(.unsupported("array of tables")) }
        header = try keyPath()
        try take("]")
        if !root.open(header[...], line: start) {
          throw fault(.duplicate(key: header.joined(separator: ".")))
        }
      default:
        let path = try keyPath()
        try take("=")
        let node = try value(depth: 0)
        let fits = root.withTable(at: header[...]) { $0.insert(node, at: path[...]) }
        if !fits { throw fault(.duplicate(key: (header + path).joined(separator: "."))) }
      }
      try endLine()
    }
  }

  // MARK: Characters

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  private func fault(_ problem: SyntaxProblem) -> Fault {
    Fault(line: line, column: index - lineStart + 1, problem: problem)
  }

  private mutating func skipBlanks() {
    while peek() == " " || peek() == "\t" { index += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) throws(Fault) {
    skipBlanks()
    guard peek() == scalar else { throw fault(.expected(String(Character(scalar)))) }
    index += 1
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7F
  }

  /// Passes the rest of a line: blanks, a comment, the line's end.
  private mutating func endLine() throws(Fault) {
    skipBlanks()
    if peek() == "#" {
      while let scalar = peek(), scalar != "\n", !(scalar == "\r" && peek(1) == "\n") {
        if Self.isControl(scalar) { throw fault(.controlCharacter) }
        index += 1
      }
    }
    if peek() == "\r", peek(1) == "\n" { index += 1 }
    guard let scalar = peek() else { return }
    guard scalar == "\n" else { throw fault(.expected("end of line")) }
    index += 1
    line += 1
    lineStart = index
  }

  /// Passes blanks, comments and line ends inside an array.
  private mutating func skipLines() throws(Fault) {
    while true {
      skipBlanks()
      guard let scalar = peek(), ["#", "\n", "\r"].contains(scalar) else { return }
      try endLine()
    }
  }

  // MARK: Keys and values

  private mutating func keyPath() throws(Fault) -> [String] {
    var path: [String] = []
    while true {
      skipBlanks()
      if path.count == Self.deepest { throw fault(.tooDeep) }
      path.append(try key())
      skipBlanks()
      guard peek() == "." else { return path }
      index += 1
    }
  }

  private mutating func key() throws(Fault) -> String {
    if let quote = peek(), quote == "\"" || quote == "'" { return try string(quote) }
    let text = word {
      "A"..."Z" ~= $0 || "a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == "-" || $0 == "_"
    }
    if text.isEmpty { throw fault(.expected("a key")) }
    return text
  }

  private mutating func word(_ belongs: (Unicode.Scalar) -> Bool) -> String {
    var text = String.UnicodeScalarView()
    while let scalar = peek(), belongs(scalar) {
      text.append(scalar)
      index += 1
    }
    return String(text)
  }

  private mutating func value(depth: Int) throws(Fault) -> TOMLNode {
    skipBlanks()
    if depth == Self.deepest { throw fault(.tooDeep) }
    let start = line
    let value: TOMLValue =
      switch peek() {
      case "\"": .string(try string("\""))
      case "'": .string(try string("'"))
      case "[": .array(try array(depth: depth))
      case "{": .table(try inlineTable(depth: depth))
      default: try plain()
      }
    return TOMLNode(value: value, line: start)
  }

  private mutating func array(depth: Int) throws(Fault) -> [TOMLNode] {
    try take("[")
    var elements: [TOMLNode] = []
    while true {
      try skipLines()
      if peek() == "]" { break }
      elements.append(try value(depth: depth + 1))
      try skipLines()
      if peek() != "," { break }
      index += 1
    }
    try take("]")
    return elements
  }

  private mutating func inlineTable(depth: Int) throws(Fault) -> TOMLTable {
    try take("{")
    var table = TOMLTable(origin: .dotted)
    skipBlanks()
    if peek() != "}" {
      while true {
        let path = try keyPath()
        try take("=")
        let node = try value(depth: depth + 1)
        if !table.insert(node, at: path[...]) {
          throw fault(.duplicate(key: path.joined(separator: ".")))
        }
        skipBlanks()
        if peek() != "," { break }
        index += 1
      }
    }
    try take("}")
    table.origin = .inline
    return table
  }

  private mutating func string(_ quote: Unicode.Scalar) throws(Fault) -> String {
    if peek(1) == quote, peek(2) == quote { throw fault(.unsupported("multi-line string")) }
    index += 1
    var text = String.UnicodeScalarView()
    while let scalar = peek(), scalar != "\n" {
      if scalar == quote {
        index += 1
        return String(text)
      }
      if Self.isControl(scalar) { throw fault(.controlCharacter) }
      if scalar == "\\", quote == "\"" {
        text.append(try escape())
      } else {
        text.append(scalar)
        index += 1
      }
    }
    throw fault(.unterminatedString)
  }

  private mutating func escape() throws(Fault) -> Unicode.Scalar {
    let simple: [Unicode.Scalar: Unicode.Scalar] = [
      "b": "\u{8}", "t": "\t", "n": "\n", "f": "\u{C}", "r": "\r", "\"": "\"", "\\": "\\",
    ]
    guard let kind = peek(1) else { throw fault(.unterminatedString) }
    if let scalar = simple[kind] {
      index += 2
      return scalar
    }
    let count = kind == "u" ? 4 : kind == "U" ? 8 : 0
    let digits = scalars[min(index + 2, scalars.count)..<min(index + 2 + count, scalars.count)]
    guard count > 0, digits.count == count, digits.allSatisfy({ $0.properties.isASCIIHexDigit }),
      let code = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
      let scalar = Unicode.Scalar(code)
    else { throw fault(.unknownEscape) }
    index += 2 + count
    return scalar
  }

  /// A number or a truth value.
  private mutating func plain() throws(Fault) -> TOMLValue {
    let start = index
    let text = word {
      $0.properties.isAlphabetic && $0.isASCII || "+-._:0123456789".unicodeScalars.contains($0)
    }
    if text == "true" { return .boolean(true) }
    if text == "false" { return .boolean(false) }
    let end = index
    index = start
    guard let first = text.unicodeScalars.first,
      first.properties.numericType != nil || "+-".unicodeScalars.contains(first)
    else { throw fault(.expected("a value")) }
    if text.contains(":") || text.dropFirst().contains("-") && !text.lowercased().contains("e") {
      throw fault(.unsupported("date"))
    }
    guard let number = Self.number(text) else { throw fault(.expected("a number")) }
    index = end
    return number
  }

  /// Decimal integers and floats, underscores between digits allowed.
  private static func number(_ text: String) -> TOMLValue? {
    let digits = text.filter { $0 != "_" }
    if text.hasSuffix("_") || text.contains("__") { return nil }
    if let integer = Int(digits) { return .integer(integer) }
    guard digits.allSatisfy({ "+-.eE0123456789".contains($0) }), let float = Double(digits),
      float.isFinite
    else { return nil }
    return .float(float)
  }
}

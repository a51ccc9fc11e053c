/// A value of a TOML file and where it stands.
struct TOMLNode: Hashable, Sendable {
  var value: TOMLValue
  /// Line of the file, from 1.
  var line: Int
}

/// The kinds of value our files need. Dates, multi-line strings and arrays of tables are refused.
enum TOMLValue: Hashable, Sendable {
  case string(String)
  case integer(Int)
  case float(Double)
  case boolean(Bool)
  case array([TOMLNode])
  case table(TOMLTable)

  /// Name of the kind, as the TOML specification calls it.
  var kind: String {
    switch self {
    case .string: "string"
    case .integer: "integer"
    case .float: "float"
    case .boolean: "boolean"
    case .array: "array"
    case .table: "table"
    }
  }

  /// For messages: the value where it is short, else its kind.
  var shown: String {
    switch self {
    case .string(let text): text.isEmpty ? "an empty string" : text
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .boolean(let truth): "\(truth)"
    case .array: "an array"
    case .table: "a table"
    }
  }

  /// Text as a file would write it.
  static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}

/// Keys and their values.
struct TOMLTable: Hashable, Sendable {
  /// What may still be added to a table.
  enum Origin: Hashable, Sendable {
    /// Made by a longer name (`[a.b]` makes `a`): its own header may follow.
    case implied
    /// By a header of its own, which may stand only once.
    case header
    /// By a dotted key.
    case dotted
    /// In braces, complete.
    case inline
  }

  var nodes: [String: TOMLNode] = [:]
  var origin: Origin

  /// Puts a node at a path, making tables on the way; false when something is in the way.
  mutating func insert(_ node: TOMLNode, at path: ArraySlice<String>) -> Bool {
    guard let key = path.first else { return false }
    guard path.count > 1 else {
      guard nodes[key] == nil else { return false }
      nodes[key] = node
      return true
    }
    return withTable(key, making: .dotted, line: node.line) { table in
      table.origin == .dotted && table.insert(node, at: path.dropFirst())
    }
  }

  /// Opens the table at a path for a header; false when something is in the way.
  mutating func open(_ path: ArraySlice<String>, line: Int) -> Bool {
    guard let key = path.first else { return false }
    return withTable(key, making: .implied, line: line) { table in
      guard table.origin != .inline else { return false }
      if path.count > 1 { return table.open(path.dropFirst(), line: line) }
      guard table.origin == .implied else { return false }
      table.origin = .header
      return true
    }
  }

  /// Gives the table at a path, which has been opened before.
  mutating func withTable(
    at path: ArraySlice<String>, _ body: (inout TOMLTable) -> Bool
  ) -> Bool {
    guard let key = path.first else { return body(&self) }
    return withTable(key, making: .implied, line: 0) {
      $0.withTable(at: path.dropFirst(), body)
    }
  }

  private mutating func withTable(
    _ key: String, making origin: Origin, line: Int, _ body: (inout TOMLTable) -> Bool
  ) -> Bool {
    // Taken out while it changes, so that it is not copied whole for every key of a long file.
    var node =
      nodes.removeValue(forKey: key)
      ?? TOMLNode(value: .table(TOMLTable(origin: origin)), line: line)
    defer { nodes[key] = node }
    guard case .table(var table) = node.value else { return false }
    node.value = .boolean(false)
    defer { node.value = .table(table) }
    return body(&table)
  }
}

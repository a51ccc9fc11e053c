import Screen

/// Takes a theme file apart and remembers on which lines its values stand.
struct ThemeReader {
  private let file: String
  private let root: TOMLTable
  /// Lines of values by dotted path.
  var lines: [String: Int] = [:]
  var inherits: String?
  var isColourBlindSafe = false
  var warnings: [ThemeWarning] = []
  var palette: [String: RGB] = [:]
  var basicPalette: [String: UInt8] = [:]
  var roles: [String: ThemeFile.RoleText] = [:]

  private static let properties = ["fg", "bg", "fg16", "bg16", "attributes"]
  static let basicNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
    "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
  ]
  private static let attributeNames: [String: Attributes] = [
    "bold": .bold, "underline": .underline, "reverse": .reverse,
  ]

  init(_ text: String, file: String) throws(ThemeError) {
    self.file = file
    do {
      root = try TOMLParser.table(text)
    } catch {
      throw .syntax(file: file, line: error.line, column: error.column, problem: error.problem)
    }
  }

  mutating func read() throws(ThemeError) {
    for (key, node) in root.sorted {
      lines[key] = node.line
      switch key {
      case "inherits": inherits = try string(node, key)
      case "colour_blind_safe": isColourBlindSafe = try truth(node, key)
      case "palette": try readPalette(table(node, key))
      case "palette16":
        for (name, node) in try table(node, key).sorted {
          basicPalette[name] = try basicColour(node, "palette16.\(name)")
        }
      case "roles":
        for (role, node) in try table(node, key).sorted { try readRole(node, role) }
      default:
        warn(key, node, among: ["inherits", "colour_blind_safe", "palette", "palette16", "roles"])
      }
    }
  }

  private mutating func readPalette(_ table: TOMLTable) throws(ThemeError) {
    for (name, node) in table.sorted {
      let text = try string(node, "palette.\(name)")
      guard let colour = RGB(hexadecimal: text) else {
        throw fault("palette.\(name)", node, .malformedColour(text))
      }
      palette[name] = colour
    }
  }

  private mutating func readRole(_ node: TOMLNode, _ role: String) throws(ThemeError) {
    let key = "roles.\(role)"
    guard Theme.isKnown(role) else {
      warn(key, node, shown: role, among: Role.allCases.map(\.rawValue))
      return
    }
    lines[key] = node.line
    if case .string(let colour) = node.value {
      lines[key + ".fg"] = node.line
      roles[role, default: ThemeFile.RoleText()].foreground = colour
      return
    }
    let table = try table(node, key, orElse: "colour or table")
    for (name, node) in table.sorted {
      let path = key + "." + name
      lines[path] = node.line
      var text = roles[role] ?? ThemeFile.RoleText()
      switch name {
      case "fg": text.foreground = try string(node, path)
      case "bg": text.background = try string(node, path)
      case "fg16": text.basicForeground = try basicColour(node, path)
      case "bg16": text.basicBackground = try basicColour(node, path)
      case "attributes": text.attributes = try attributes(node, path)
      case _ where Theme.isKnown(role + "." + name):
        try readRole(node, role + "." + name)
        continue
      default:
        warn(path, node, shown: name, among: Self.properties)
        continue
      }
      roles[role] = text
    }
  }

  private func basicColour(_ node: TOMLNode, _ key: String) throws(ThemeError) -> UInt8 {
    let name = try string(node, key)
    guard let number = Self.basicNames.firstIndex(of: name) else {
      let nearest = NearestName.of(name, in: Self.basicNames)
      throw fault(key, node, .unknownBasicColour(name, nearest: nearest))
    }
    return UInt8(number)
  }

  private func attributes(_ node: TOMLNode, _ key: String) throws(ThemeError) -> Attributes {
    guard case .array(let elements) = node.value else {
      throw fault(key, node, .wrongType(expected: "array", found: node.value.kind))
    }
    var result: Attributes = []
    for element in elements {
      let name = try string(element, key)
      guard let attribute = Self.attributeNames[name] else {
        let nearest = NearestName.of(name, in: Self.attributeNames.keys.sorted())
        throw fault(key, element, .unknownAttribute(name, nearest: nearest))
      }
      result.insert(attribute)
    }
    return result
  }

  private func string(_ node: TOMLNode, _ key: String) throws(ThemeError) -> String {
    guard case .string(let text) = node.value else {
      throw fault(key, node, .wrongType(expected: "string", found: node.value.kind))
    }
    return text
  }

  private func truth(_ node: TOMLNode, _ key: String) throws(ThemeError) -> Bool {
    guard case .boolean(let truth) = node.value else {
      throw fault(key, node, .wrongType(expected: "true or false", found: node.value.kind))
    }
    return truth
  }

  private func table(
    _ node: TOMLNode, _ key: String, orElse expected: String = "table"
  ) throws(ThemeError) -> TOMLTable {
    guard case .table(let table) = node.value else {
      throw fault(key, node, .wrongType(expected: expected, found: node.value.kind))
    }
    return table
  }

  private func fault(_ key: String, _ node: TOMLNode, _ problem: ThemeProblem) -> ThemeError {
    .invalid(ThemeFault(file: file, line: node.line, key: key, problem: problem))
  }

  private mutating func warn(
    _ key: String, _ node: TOMLNode, shown: String? = nil, among known: [String]
  ) {
    warnings.append(
      ThemeWarning(
        file: file, line: node.line, key: key, nearest: NearestName.of(shown ?? key, in: known)))
  }
}

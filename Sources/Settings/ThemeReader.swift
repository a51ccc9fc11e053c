import Screen
import TOMLKit

/// Takes a theme file apart, checking types itself: the TOML package reports a wrong type as a
/// missing key.
struct ThemeReader {
  private let file: String
  private let root: TOMLTable
  let lines: KeyLines
  var inherits: String?
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
    lines = KeyLines(text)
    // The parser is given a C string, which would end here unseen.
    if let nul = text.firstIndex(of: "\0") {
      let line = text[..<nul].count { $0.isNewline } + 1
      throw .syntax(file: file, line: line, column: 1, detail: "NUL character")
    }
    do {
      root = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw .syntax(
        file: file, line: error.source.begin.line, column: error.source.begin.column,
        detail: error.description)
    } catch {
      throw .syntax(file: file, line: 1, column: 1, detail: "\(error)")
    }
  }

  mutating func read() throws(ThemeError) {
    for key in root.keys.sorted() {
      guard let value = root[key] else { continue }
      switch key {
      case "inherits": inherits = try string(value, key)
      case "palette": try readPalette(table(value, key))
      case "palette16":
        let names = try table(value, key)
        for name in names.keys.sorted() {
          if let value = names[name] {
            basicPalette[name] = try basicColour(value, "palette16.\(name)")
          }
        }
      case "roles":
        let roles = try table(value, key)
        for role in roles.keys.sorted() {
          if let value = roles[role] { try readRole(value, role) }
        }
      default: warn(key, among: ["inherits", "palette", "palette16", "roles"])
      }
    }
  }

  private mutating func readPalette(_ table: TOMLTable) throws(ThemeError) {
    for name in table.keys.sorted() {
      guard let value = table[name] else { continue }
      let text = try string(value, "palette.\(name)")
      guard let colour = RGB(hexadecimal: text) else {
        throw fault("palette.\(name)", .malformedColour(text))
      }
      palette[name] = colour
    }
  }

  private mutating func readRole(
    _ value: any TOMLValueConvertible, _ role: String
  ) throws(ThemeError) {
    let key = "roles.\(role)"
    if !Theme.isKnown(role) {
      warn(key, shown: role, among: Role.allCases.map(\.rawValue))
      return
    }
    if value.type == .string {
      roles[role, default: ThemeFile.RoleText()].foreground = try string(value, key)
      return
    }
    let table = try table(value, key, orElse: "colour or table")
    for name in table.keys.sorted() {
      guard let value = table[name] else { continue }
      let path = key + "." + name
      var text = roles[role] ?? ThemeFile.RoleText()
      switch name {
      case "fg": text.foreground = try string(value, path)
      case "bg": text.background = try string(value, path)
      case "fg16": text.basicForeground = try basicColour(value, path)
      case "bg16": text.basicBackground = try basicColour(value, path)
      case "attributes": text.attributes = try attributes(value, path)
      case _ where Theme.isKnown(role + "." + name):
        try readRole(value, role + "." + name)
        continue
      default:
        warn(path, shown: name, among: Self.properties)
        continue
      }
      roles[role] = text
    }
  }

  private func basicColour(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(ThemeError) -> UInt8 {
    let name = try string(value, key)
    guard let number = Self.basicNames.firstIndex(of: name) else {
      throw fault(
        key, .unknownBasicColour(name, nearest: NearestName.of(name, in: Self.basicNames)))
    }
    return UInt8(number)
  }

  private func attributes(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(ThemeError) -> Attributes {
    guard let array = value.array else {
      throw fault(key, .wrongType(expected: "array", found: value.type.description))
    }
    var result: Attributes = []
    for element in array {
      let name = try string(element, key)
      guard let attribute = Self.attributeNames[name] else {
        let known = Self.attributeNames.keys.sorted()
        throw fault(key, .unknownAttribute(name, nearest: NearestName.of(name, in: known)))
      }
      result.insert(attribute)
    }
    return result
  }

  private func string(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(ThemeError) -> String {
    guard let text = value.string else {
      throw fault(key, .wrongType(expected: "string", found: value.type.description))
    }
    return text
  }

  private func table(
    _ value: any TOMLValueConvertible, _ key: String, orElse expected: String = "table"
  ) throws(ThemeError) -> TOMLTable {
    guard let table = value.table else {
      throw fault(key, .wrongType(expected: expected, found: value.type.description))
    }
    return table
  }

  private func fault(_ key: String, _ problem: ThemeProblem) -> ThemeError {
    .invalid(ThemeFault(file: file, line: lines.line(of: key), key: key, problem: problem))
  }

  private mutating func warn(_ key: String, shown: String? = nil, among known: [String]) {
    warnings.append(
      ThemeWarning(
        file: file, line: lines.line(of: key), key: key,
        nearest: NearestName.of(shown ?? key, in: known)))
  }
}

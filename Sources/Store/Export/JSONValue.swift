/// A JSON text being made; members keep the order they are given in.
indirect enum JSONValue {
  case text(String)
  case integer(Int)
  /// A number as its digits, so that `12.50` keeps the precision it says.
  case decimal(String)
  case boolean(Bool)
  case array([JSONValue])
  case object([(String, JSONValue)])

  /// An object without the members that are nil.
  static func members(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { name, value in value.map { (name, $0) } })
  }

  /// The text, two blanks a level.
  func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes, level: 0)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private func append(to bytes: inout [UInt8], level: Int) {
    switch self {
    case .text(let text): JSONLWriter.append(text, to: &bytes)
    case .integer(let integer): bytes.append(contentsOf: String(integer).utf8)
    case .decimal(let digits): bytes.append(contentsOf: digits.utf8)
    case .boolean(let boolean): bytes.append(contentsOf: (boolean ? "true" : "false").utf8)
    case .array(let values):
      Self.append(values.map { (nil, $0) }, "[", "]", to: &bytes, level: level)
    case .object(let members):
      Self.append(members.map { ($0, $1) }, "{", "}", to: &bytes, level: level)
    }
  }

  private static func append(
    _ members: [(String?, JSONValue)], _ open: Unicode.Scalar, _ close: Unicode.Scalar,
    to bytes: inout [UInt8], level: Int
  ) {
    bytes.append(UInt8(ascii: open))
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      newLine(&bytes, level + 1)
      if let name = member.0 {
        JSONLWriter.append(name, to: &bytes)
        bytes.append(contentsOf: ": ".utf8)
      }
      member.1.append(to: &bytes, level: level + 1)
    }
    if !members.isEmpty { newLine(&bytes, level) }
    bytes.append(UInt8(ascii: close))
  }

  private static func newLine(_ bytes: inout [UInt8], _ level: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
  }
}

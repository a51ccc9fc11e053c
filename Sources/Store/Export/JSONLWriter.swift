/// Rows as JSON Lines (RFC 8259, one object a line, line feed).
package enum JSONLWriter {
  /// A line with its line feed; the names stay in the order of the columns.
  static func line(_ values: [ExportValue], names: [String]) -> [UInt8] {
    var line = Array("{".utf8)
    line.reserveCapacity(32 * values.count)
    for (name, value) in zip(names, values) {
      if line.count > 1 { line.append(UInt8(ascii: ",")) }
      append(name, to: &line)
      line.append(UInt8(ascii: ":"))
      switch value {
      case .text(let text): append(text, to: &line)
      case .integer(let integer): line.append(contentsOf: String(integer).utf8)
      case .real(let real): line.append(contentsOf: "\(real)".utf8)
      case .boolean(let boolean): line.append(contentsOf: (boolean ? "true" : "false").utf8)
      case .none: line.append(contentsOf: "null".utf8)
      }
    }
    line.append(contentsOf: "}\n".utf8)
    return line
  }

  /// A JSON string.
  package static func string(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func append(_ text: String, to line: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    line.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        line.append(UInt8(ascii: "\\"))
        line.append(byte)
      case 0..<0x20, 0x7F:
        // DEL too: such a file is looked at in a terminal.
        line.append(contentsOf: "\\u00".utf8)
        line.append(digits[Int(byte >> 4)])
        line.append(digits[Int(byte & 15)])
      default: line.append(byte)
      }
    }
    line.append(UInt8(ascii: "\""))
  }
}

/// Rows as JSON Lines (RFC 8259, one object a line, line feed).
package enum JSONLWriter {
  static let lineEnd = Array("}\n".utf8)

  /// A member's name with its colon.
  static func name(_ name: String) -> [UInt8] {
    var bytes: [UInt8] = []
    append(name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    return bytes
  }

  /// Adds one value.
  static func append(_ value: ExportValue, to line: inout [UInt8]) {
    switch value {
    case .text(let text): append(text, to: &line)
    case .integer(let integer): line.append(contentsOf: String(integer).utf8)
    case .real(let real): line.append(contentsOf: "\(real)".utf8)
    case .boolean(let boolean): line.append(contentsOf: (boolean ? "true" : "false").utf8)
    case .none: line.append(contentsOf: "null".utf8)
    }
  }

  /// A JSON string.
  package static func string(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func append(_ text: String, to line: inout [UInt8]) {
    var text = text
    text.withUTF8 { append($0, to: &line) }
  }

  private static func append(_ text: UnsafeBufferPointer<UInt8>, to line: inout [UInt8]) {
    line.append(UInt8(ascii: "\""))
    if text.contains(where: isEscaped) {
      for byte in text { append(byte, to: &line) }
    } else {
      line.append(contentsOf: text)
    }
    line.append(UInt8(ascii: "\""))
  }

  /// DEL too: such a file is looked at in a terminal.
  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func append(_ byte: UInt8, to line: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      line.append(UInt8(ascii: "\\"))
      line.append(byte)
    case _ where isEscaped(byte):
      let digits = Array("0123456789abcdef".utf8)
      line.append(contentsOf: "\\u00".utf8)
      line.append(digits[Int(byte >> 4)])
      line.append(digits[Int(byte & 15)])
    default: line.append(byte)
    }
  }
}

/// Rows as comma-separated values: RFC 4180, CRLF, UTF-8.
///
/// A text that a spreadsheet would take for a formula gets a `'` in front (CWE-1236); quotes around
/// it would not help. Numbers are left alone: `-3` is a number.
package enum CSVWriter {
  /// A line with its CRLF.
  static func line(_ values: [ExportValue]) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(16 * values.count)
    for (index, value) in values.enumerated() {
      if index > 0 { line.append(UInt8(ascii: ",")) }
      append(value, to: &line)
    }
    line.append(contentsOf: lineEnd)
    return line
  }

  static let lineEnd: [UInt8] = [0x0D, 0x0A]

  /// Adds one value, without a comma.
  static func append(_ value: ExportValue, to line: inout [UInt8]) {
    switch value {
    case .text(let text): appendText(text, to: &line)
    case .integer(let integer): line.append(contentsOf: String(integer).utf8)
    case .real(let real): line.append(contentsOf: "\(real)".utf8)
    case .boolean(let boolean): line.append(contentsOf: (boolean ? "true" : "false").utf8)
    case .none: break
    }
  }

  /// A text field: defused, and in quotes when it needs them.
  package static func field(_ text: String) -> String {
    var bytes: [UInt8] = []
    appendText(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func appendText(_ text: String, to line: inout [UInt8]) {
    var text = text
    text.withUTF8 { appendText($0, to: &line) }
  }

  private static func appendText(_ text: UnsafeBufferPointer<UInt8>, to line: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let needsQuotes = text.contains {
      $0 == quote || $0 == UInt8(ascii: ",") || $0 == 0x0D || $0 == 0x0A
    }
    if needsQuotes { line.append(quote) }
    if let first = text.first, startsFormula(first) { line.append(UInt8(ascii: "'")) }
    guard needsQuotes else {
      line.append(contentsOf: text)
      return
    }
    for byte in text {
      if byte == quote { line.append(quote) }
      line.append(byte)
    }
    line.append(quote)
  }

  private static func startsFormula(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D,
      0x0A, 0x00:
      true
    default: false
    }
  }
}

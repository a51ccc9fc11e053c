/// A table of comma-separated values (RFC 4180) with a header, each row knowing its line.
///
/// Lines may end in CR LF or LF, and blank ones are passed over. A header without a comma may be
/// separated by semicolons or tabs, as spreadsheets write where the comma is the decimal sign.
struct CSVTable {
  struct Row {
    let line: Int
    let fields: [String]
  }

  let file: String
  let columns: [String]
  let rows: [Row]

  /// Reads `bytes`; `file` is for errors.
  init(_ bytes: [UInt8], file: String) throws(DataError) {
    var reader = CSVReader(bytes, file: file)
    guard let header = try reader.next() else { throw .empty(file: file) }
    let columns = header.fields.map { $0.lowercased().trimmed }
    for (place, name) in columns.enumerated()
    where !name.isEmpty && columns[..<place].contains(name) {
      throw .repeatedColumn(file: file, column: name)
    }
    var rows: [Row] = []
    while let row = try reader.next() {
      guard row.fields.count == columns.count else {
        throw .wrongFieldCount(
          file: file, line: row.line, expected: columns.count, found: row.fields.count)
      }
      rows.append(row)
    }
    self.file = file
    self.columns = columns
    self.rows = rows
  }

  /// Place of a column; nil when there is none of that name.
  func place(of column: String) -> Int? { columns.firstIndex(of: column) }

  /// Place of a column that must be there.
  func requiredPlace(of column: String) throws(DataError) -> Int {
    guard let place = place(of: column) else {
      throw .missingColumn(file: file, column: column, found: columns)
    }
    return place
  }
}

/// Reads records one after the other.
private struct CSVReader {
  private let file: String
  private let separator: UInt8
  private var rest: ArraySlice<UInt8>
  private var line = 1

  init(_ bytes: [UInt8], file: String) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    rest = bytes.starts(with: mark) ? bytes[3...] : bytes[...]
    self.file = file
    let header = rest.prefix { $0 != UInt8(ascii: "\n") }
    separator =
      [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].first { header.contains($0) }
      ?? UInt8(ascii: ",")
  }

  /// The next record that is not blank; nil at the end.
  mutating func next() throws(DataError) -> CSVTable.Row? {
    while !rest.isEmpty {
      let start = line
      let fields = try record()
      if fields != [""] { return CSVTable.Row(line: start, fields: fields) }
    }
    return nil
  }

  private mutating func record() throws(DataError) -> [String] {
    var fields: [String] = []
    while true {
      fields.append(try field())
      let end = rest.popFirst()
      if end == separator { continue }
      if end == UInt8(ascii: "\n") { line += 1 }
      return fields
    }
  }

  /// One field; what follows it is a separator, a line feed or the end.
  private mutating func field() throws(DataError) -> String {
    let start = line
    var value: [UInt8] = []
    if rest.first == UInt8(ascii: "\"") {
      rest.removeFirst()
      value = try quoted(from: start)
      if rest.first == 0x0D { rest.removeFirst() }
      guard rest.isEmpty || rest.first == separator || rest.first == UInt8(ascii: "\n") else {
        throw .brokenQuotes(file: file, line: start)
      }
    } else {
      value = Array(rest.prefix { $0 != separator && $0 != UInt8(ascii: "\n") })
      rest.removeFirst(value.count)
      if value.last == 0x0D, rest.first != separator { value.removeLast() }
    }
    guard let text = String(validating: value, as: UTF8.self), !value.contains(0) else {
      throw .notText(file: file, line: start)
    }
    return text
  }

  private mutating func quoted(from start: Int) throws(DataError) -> [UInt8] {
    var value: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if byte == UInt8(ascii: "\"") {
        guard rest.first == UInt8(ascii: "\"") else { return value }
        rest.removeFirst()
      }
      value.append(byte)
    }
    throw .brokenQuotes(file: file, line: start)
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}

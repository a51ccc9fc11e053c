import Foundation

/// The rows of a plain CSV file (no quotes, as in the laboratory data), fields by the header's names.
struct CSVRows: Sequence {
  struct Row {
    let columns: [String: Int]
    let fields: [Substring]
    subscript(name: String) -> String { columns[name].map { String(fields[$0]) } ?? "" }
  }

  private let rows: [Row]
  var count: Int { rows.count }

  init(_ file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let names = lines.first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    let columns = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { (String($1), $0) })
    rows = lines.dropFirst().map {
      Row(columns: columns, fields: $0.split(separator: ",", omittingEmptySubsequences: false))
    }
  }

  func makeIterator() -> some IteratorProtocol<Row> { rows.makeIterator() }
}

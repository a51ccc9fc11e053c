import Foundation

/// RFC 4180 read strictly: the tests' own reader, which shares nothing with the program's writer.
struct CSVTable {
  enum Fault: Error {
    case notUTF8
    case lineFeedAlone(row: Int)
    case textAfterQuote(row: Int)
    case quoteInsideField(row: Int)
    case noEndOfLine
    case ragged(row: Int, expected: Int, found: Int)
  }

  let header: [String]
  let rows: [[String: String]]

  init(_ data: Data) throws {
    guard let text = String(data: data, encoding: .utf8) else { throw Fault.notUTF8 }
    var scalars = ArraySlice(Array(text.unicodeScalars))
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    var records: [[String]] = []
    while !scalars.isEmpty { records.append(try Self.record(&scalars, row: records.count)) }
    header = records.first ?? []
    var rows: [[String: String]] = []
    for (index, record) in records.enumerated().dropFirst() {
      guard record.count == header.count else {
        throw Fault.ragged(row: index, expected: header.count, found: record.count)
      }
      rows.append(Dictionary(zip(header, record)) { $1 })
    }
    self.rows = rows
  }

  private static func record(
    _ scalars: inout ArraySlice<Unicode.Scalar>, row: Int
  ) throws -> [String] {
    var fields: [String] = []
    while true {
      fields.append(try field(&scalars, row: row))
      switch scalars.popFirst() {
      case ",": continue
      case "\r":
        guard scalars.popFirst() == "\n" else { throw Fault.noEndOfLine }
        return fields
      case "\n": throw Fault.lineFeedAlone(row: row)
      case nil: throw Fault.noEndOfLine
      default: throw Fault.textAfterQuote(row: row)
      }
    }
  }

  private static func field(
    _ scalars: inout ArraySlice<Unicode.Scalar>, row: Int
  ) throws -> String {
    var value = String.UnicodeScalarView()
    guard scalars.first == "\"" else {
      while let next = scalars.first, next != ",", next != "\r", next != "\n" {
        if next == "\"" { throw Fault.quoteInsideField(row: row) }
        value.append(next)
        scalars.removeFirst()
      }
      return String(value)
    }
    scalars.removeFirst()
    while let next = scalars.popFirst() {
      if next == "\"" {
        guard scalars.first == "\"" else { return String(value) }
        scalars.removeFirst()
      }
      value.append(next)
    }
    throw Fault.noEndOfLine
  }
}

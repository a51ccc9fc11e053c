/// Lines of a table in the making, value after value, in the order of the columns.
struct TableLines {
  /// How the lines are written, and the columns' names as each line of JSON needs them.
  struct Form: Sendable {
    let format: ExportFormat
    fileprivate let names: [[UInt8]]

    /// Lines with these columns.
    init(_ format: ExportFormat, columns: [String]) {
      self.format = format
      names = format == .jsonl ? columns.map { JSONLWriter.name($0) } : []
    }
  }

  private let form: Form
  private var column = 0
  /// The lines that are whole.
  private(set) var bytes: [UInt8] = []
  /// Number of lines.
  private(set) var rowCount = 0

  init(_ form: Form) { self.form = form }

  /// Adds the next value of the line.
  mutating func add(_ value: ExportValue) {
    switch form.format {
    case .csv:
      if column > 0 { bytes.append(UInt8(ascii: ",")) }
      CSVWriter.append(value, to: &bytes)
    case .jsonl:
      bytes.append(UInt8(ascii: column > 0 ? "," : "{"))
      bytes.append(contentsOf: form.names[column])
      JSONLWriter.append(value, to: &bytes)
    }
    column += 1
  }

  /// Ends the line.
  mutating func endLine() {
    switch form.format {
    case .csv: bytes.append(contentsOf: CSVWriter.lineEnd)
    case .jsonl: bytes.append(contentsOf: JSONLWriter.lineEnd)
    }
    column = 0
    rowCount += 1
  }
}

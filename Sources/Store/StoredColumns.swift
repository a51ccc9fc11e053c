import GRDB
import GRDBSQLite

/// The columns of a row of the log as SQLite hands them out, by their place in `StoredRow.select`.
struct StoredColumns {
  private let statement: SQLiteStatement

  /// The columns of the row at which a statement stands.
  init(_ statement: SQLiteStatement) { self.statement = statement }

  /// Whether every column has the storage class that the schema gives it.
  var haveTheirTypes: Bool {
    for column in Int32(0)..<14 {
      let type = sqlite3_column_type(statement, column)
      let isRight =
        switch column {
        case 0, 2, 3: type == SQLITE_INTEGER
        case 8, 10: type == SQLITE_TEXT || type == SQLITE_NULL
        case 9: type == SQLITE_BLOB || type == SQLITE_NULL
        default: type == SQLITE_TEXT
        }
      guard isRight else { return false }
    }
    return true
  }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  /// A text's or a blob's bytes, of which nothing is interpreted; nil for NULL. `known` itself where it
  /// is the same, so that equal values share their memory.
  func bytes(_ column: Int32, or known: [UInt8]? = nil) -> [UInt8]? {
    guard sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    let bytes = UnsafeRawBufferPointer(
      start: start, count: Int(sqlite3_column_bytes(statement, column)))
    if let known, known.count == bytes.count,
      known.withUnsafeBytes({ $0.elementsEqual(bytes) })
    {
      return known
    }
    return Array(bytes)
  }
}

/// Rows of the log, one after the other.
struct StoredRows {
  private let statement: Statement
  private let cursor: RowCursor

  /// The rows that `condition` (all of the query after `FROM entry`) selects.
  init(_ db: Database, _ condition: String, _ arguments: StatementArguments = []) throws {
    try self.init(db.makeStatement(sql: "\(StoredRow.select) \(condition)"), arguments)
  }

  /// The rows of a statement of `StoredRow.select`, such as one that is kept for the next time.
  init(_ statement: Statement, _ arguments: StatementArguments) throws {
    self.statement = statement
    cursor = try Row.fetchCursor(statement, arguments: arguments)
  }

  /// The next row; nil after the last. `neighbour` as in `StoredRow.init(_:after:)`.
  func next(after neighbour: StoredRow? = nil) throws -> StoredRow? {
    guard try cursor.next() != nil else { return nil }
    return StoredRow(statement, after: neighbour)
  }
}

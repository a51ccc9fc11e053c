import Foundation
import GRDB
public import Review

extension ReviewLog {
  /// What to call the log's directories where their names are to be kept back.
  public func privateNames() throws(StoreError) -> PrivateNames {
    try read { try privateNames($0) }
  }

  func privateNames(_ db: Database) throws -> PrivateNames {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT directory, min(sequence) FROM entry WHERE directory IS NOT NULL GROUP BY directory
        """)
    var firstRecords: [ImagePath: Int64] = [:]
    while let row = try rows.next() {
      let directory: Data = row[0]
      firstRecords[ImagePath(bytes: Array(directory))] = row[1]
    }
    return PrivateNames(firstRecords: firstRecords)
  }
}

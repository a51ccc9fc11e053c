/// Why a table of labels or boxes cannot be used. Lines count from 1, the header being the first.
public enum DataError: Error, Hashable, Sendable {
  /// A line is no UTF-8 text.
  case notText(file: String, line: Int)
  /// A quote that opens on this line is never closed, or text follows one that was.
  case brokenQuotes(file: String, line: Int)
  /// The header lacks a column that is needed.
  case missingColumn(file: String, column: String, found: [String])
  /// The header names a column twice.
  case repeatedColumn(file: String, column: String)
  /// A row has another number of fields than the header.
  case wrongFieldCount(file: String, line: Int, expected: Int, found: Int)
  /// There is no row below the header, or nothing at all.
  case empty(file: String)
  /// A row names no image.
  case noPath(file: String, line: Int)
  /// An image has two rows.
  case repeatedPath(file: String, line: Int, path: String, first: Int)
  /// A field that should hold a number does not.
  case notANumber(file: String, line: Int, column: String, text: String)
  /// A box whose right or lower side does not lie beyond the other.
  case emptyBox(file: String, line: Int)
}

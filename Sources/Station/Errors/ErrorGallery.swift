public import Review
package import Screen

/// The errors of an evaluation as they are looked through.
public struct ErrorGallery: Equatable, Sendable {
  public let list: ErrorList
  /// Place of the error under the cursor.
  package private(set) var cursor = 0
  /// First row of tiles on screen.
  private(set) var top = 0
  /// The error that was taken to the desk and whose cell is not known there yet.
  var awaited: Misclassification?

  init(_ list: ErrorList) { self.list = list }

  var current: Misclassification? {
    list.errors.indices.contains(cursor) ? list.errors[cursor] : nil
  }

  mutating func moveCursor(to place: Int) {
    cursor = min(max(0, place), max(0, list.errors.count - 1))
  }

  mutating func keepCursorVisible(_ layout: ErrorLayout) {
    let row = cursor / layout.columns
    let rows = (list.errors.count + layout.columns - 1) / layout.columns
    if row < top { top = row }
    if row >= top + layout.rows { top = row - layout.rows + 1 }
    top = max(0, min(top, rows - layout.rows))
  }

  /// Places of the errors on screen.
  func visible(_ layout: ErrorLayout) -> Range<Int> {
    let first = min(top * layout.columns, list.errors.count)
    return first..<min(first + layout.columns * layout.rows, list.errors.count)
  }
}

/// Where the errors' tiles stand: a square picture above three lines.
package struct ErrorLayout: Equatable {
  /// Lines below a picture: labelled, answered, and how sure and what was said since.
  static let captionRows = 3
  /// Columns that a caption needs.
  private static let captionColumns = 19

  let body: Rect
  /// Height of a picture in rows; it is twice as many columns wide, and as many pixels.
  let pictureRows: Int
  package let columns: Int
  package let rows: Int
  private let tileColumns: Int

  package init(size: Size) {
    body = Rect(column: 0, row: 3, columns: size.columns, rows: max(1, size.rows - 5))
    rows = max(1, body.rows / (8 + Self.captionRows))
    // Fewer rows, and a cell is hardly known; more, and fewer have room side by side.
    pictureRows = max(1, min(12, body.rows / rows - Self.captionRows))
    tileColumns = max(2 * pictureRows, Self.captionColumns)
    columns = max(1, body.columns / (tileColumns + 1))
  }

  /// Side of a picture in pixels.
  var side: Int { 2 * pictureRows }

  package func picture(_ slot: Int) -> Rect {
    Rect(
      column: body.column + slot % columns * (tileColumns + 1),
      row: body.row + slot / columns * (pictureRows + Self.captionRows), columns: side,
      rows: pictureRows)
  }

  package func caption(_ slot: Int) -> Rect {
    let picture = picture(slot)
    return Rect(
      column: picture.column, row: picture.row + pictureRows, columns: tileColumns,
      rows: Self.captionRows)
  }
}

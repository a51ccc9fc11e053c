public import Review
package import Screen

/// The errors of an evaluation as they are looked through.
public struct ErrorGallery: Equatable, Sendable {
  public let list: ErrorList
  private var tiles = TileCursor()
  /// The error that was taken to the desk and whose cell is not known there yet.
  var awaited: Misclassification?

  init(_ list: ErrorList) { self.list = list }

  /// Place of the error under the cursor.
  package var cursor: Int { tiles.place }

  var current: Misclassification? {
    list.errors.indices.contains(cursor) ? list.errors[cursor] : nil
  }

  mutating func moveCursor(to place: Int) { tiles.move(to: place, of: list.errors.count) }

  mutating func moveCursor(by step: Int) { tiles.move(by: step, of: list.errors.count) }

  mutating func keepCursorVisible(_ layout: ErrorLayout) {
    tiles.keepVisible(of: list.errors.count, columns: layout.columns, rows: layout.rows)
  }

  /// Places of the errors on screen.
  func visible(_ layout: ErrorLayout) -> Range<Int> {
    tiles.visible(of: list.errors.count, columns: layout.columns, rows: layout.rows)
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

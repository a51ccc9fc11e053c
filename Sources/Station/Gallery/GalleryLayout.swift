import Screen

/// Where the gallery's thumbnails stand: rows of slots, each a square picture above a caption.
struct GalleryLayout: Equatable {
  /// The smallest screen with room for a page worth the name.
  static let smallest = Size(columns: 120, rows: 40)

  let size: Size
  /// Counts by class.
  let tabs: Rect
  /// What the page shows.
  let heading: Rect
  let body: Rect
  /// Height of a thumbnail in rows; it is twice as many columns wide, and as many pixels.
  let thumbnailRows: Int
  /// Slots in a row, and rows of slots.
  let columns: Int
  let rows: Int

  init(size: Size) {
    self.size = size
    tabs = Rect(column: 0, row: 1, columns: size.columns, rows: 1)
    heading = Rect(column: 0, row: 2, columns: size.columns, rows: 1)
    body = Rect(column: 0, row: 3, columns: size.columns, rows: size.rows - 5)
    // Of the two heights the one that leaves fewer rows empty; a caption belongs to each.
    thumbnailRows = body.rows % 9 <= body.rows % 8 ? 8 : 7
    columns = max(1, body.columns / (2 * thumbnailRows + 1))
    // More than are kept would be asked for over and over.
    rows = max(1, min(body.rows / (thumbnailRows + 1), Thumbnails.limit / columns))
  }

  static func fits(_ size: Size) -> Bool {
    size.columns >= smallest.columns && size.rows >= smallest.rows
  }

  /// Slots on a page.
  var count: Int { columns * rows }

  /// Side of a thumbnail in pixels.
  var side: Int { 2 * thumbnailRows }

  /// The thumbnail's cells of a slot.
  func picture(_ slot: Int) -> Rect {
    Rect(
      column: body.column + slot % columns * (side + 1),
      row: body.row + slot / columns * (thumbnailRows + 1), columns: side, rows: thumbnailRows)
  }

  /// The row below the thumbnail.
  func caption(_ slot: Int) -> Rect {
    let picture = picture(slot)
    return Rect(
      column: picture.column, row: picture.row + thumbnailRows, columns: side, rows: 1)
  }
}

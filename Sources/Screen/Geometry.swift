/// A size in character cells.
public struct Size: Hashable, Sendable {
  public var columns: Int
  public var rows: Int

  /// A size of `columns` by `rows`.
  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A character cell's place, counted from 0 at the upper left.
public struct Position: Hashable, Sendable {
  public var column: Int
  public var row: Int

  /// The cell in `column` of `row`.
  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A rectangle of character cells.
public struct Rect: Hashable, Sendable {
  public var column: Int
  public var row: Int
  public var columns: Int
  public var rows: Int

  /// A rectangle whose upper left cell is (`column`, `row`); negative sizes become 0.
  public init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// Size of the rectangle.
  public var size: Size { Size(columns: columns, rows: rows) }

  /// The rectangle without a border of `margin` cells on each side.
  public func inset(by margin: Int) -> Rect {
    Rect(
      column: column + margin, row: row + margin, columns: columns - 2 * margin,
      rows: rows - 2 * margin)
  }
}

extension Rect {
  /// The part of the rectangle that lies on a screen of this size.
  func clipped(to size: Size) -> Rect {
    let rect = bounded
    let left = min(max(0, rect.column), size.columns)
    let top = min(max(0, rect.row), size.rows)
    let right = min(rect.column.clampedAdding(rect.columns), size.columns)
    let bottom = min(rect.row.clampedAdding(rect.rows), size.rows)
    return Rect(column: left, row: top, columns: right - left, rows: bottom - top)
  }

  /// The rectangle with sizes that arithmetic on screens can bear: callers may say `.max` for "all
  /// there is". One that begins farther left or above than that is taken to end before the screen.
  var bounded: Rect {
    Rect(
      column: column, row: row, columns: min(columns, Rect.greatestSide),
      rows: min(rows, Rect.greatestSide))
  }

  /// Far more than any terminal has.
  static let greatestSide = 1 << 20
}

extension Int {
  /// The sum of a place and a count that is 0 or more, held at the largest integer.
  func clampedAdding(_ count: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(count)
    return overflow ? .max : sum
  }
}

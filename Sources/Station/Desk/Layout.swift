public import Screen

/// Where the desk's panels stand for a size of the screen.
///
/// Narrow: list and counts to the left, picture and suggestion to the right. From 110 columns on
/// the suggestion has a column of its own, from 180 by 45 the last answers have room below it.
public struct Layout: Equatable, Sendable {
  public let size: Size
  public let title: Rect
  /// List of pictures, its frame included.
  public let list: Rect
  /// Counts so far, below the list.
  public let counts: Rect
  /// Picture's panel, its frame included.
  public let pictureFrame: Rect
  /// Room for the picture's half blocks.
  public let picture: Rect
  /// Suggestion; a part of the picture's panel on a narrow screen.
  public let suggestion: Rect
  /// The last answers; only on a large screen.
  public let answers: Rect?
  /// Reference cells, frame included; nil when they are not shown or have no room.
  let references: References?
  public let status: Rect
  public let keys: Rect

  /// The smallest screen the desk can be used on.
  public static let smallest = Size(columns: 60, rows: 18)

  /// Whether the screen is smaller than `smallest`.
  public var isTooSmall: Bool {
    size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
  }

  /// Rows of the list of pictures.
  public var listRows: Int { list.inset(by: 1).rows }

  /// Whether the suggestion has a column of its own.
  var isWide: Bool { size.columns >= 110 && size.rows >= 24 }

  /// Room for the picture on a slow line: a quarter of what a wide window has.
  static let sparingPicture = Size(columns: 32, rows: 16)

  /// Where reference cells stand.
  enum References: Equatable {
    /// A panel of its own in the suggestion's column, its frame included.
    case column(Rect)
    /// The foot of the picture's panel, below a dividing line.
    case foot(Rect)

    /// Room for the cells.
    var inside: Rect {
      switch self {
      case .column(let rect): rect.inset(by: 1)
      case .foot(let rect):
        Rect(
          column: rect.column, row: rect.row + 1, columns: rect.columns, rows: rect.rows - 1)
      }
    }
  }

  /// The layout for `size`, with room for the counts of this number of classes.
  ///
  /// - Parameters:
  ///   - isSparing: Whether the picture is kept small for a slow line.
  ///   - wanted: Whether reference cells are to have room where there is some.
  public init(
    size: Size, classes: Int = 8, isSparing: Bool = false, references wanted: Bool = false
  ) {
    self.size = size
    let columns = size.columns
    let body = Rect(column: 0, row: 1, columns: columns, rows: size.rows - 3)
    title = Rect(column: 0, row: 0, columns: columns, rows: 1)
    status = Rect(column: 0, row: size.rows - 2, columns: columns, rows: 1)
    keys = Rect(column: 0, row: size.rows - 1, columns: columns, rows: 1)

    let wide = columns >= 110 && size.rows >= 24
    let large = columns >= 180 && size.rows >= 45
    let left = large ? 44 : wide ? 34 : max(25, min(36, columns * 45 / 100))
    let right = large ? 38 : wide ? 28 : 0
    // One class a row where the list keeps some rows, else two a row; a row for the rest, the frame.
    let (single, double) = (max(13, classes + 3), max(8, (classes + 1) / 2 + 3))
    let countRows = size.rows < 22 ? 5 : wide && body.rows - single >= 8 ? single : double
    counts = Rect(
      column: 0, row: body.row + body.rows - countRows, columns: left, rows: countRows)
    list = Rect(column: 0, row: body.row, columns: left, rows: body.rows - countRows)
    pictureFrame = Rect(
      column: left, row: body.row, columns: columns - left - right, rows: body.rows)
    let inside = pictureFrame.inset(by: 1)
    var room = inside
    var below: Rect?
    if wide {
      let column = columns - right
      // Bars and status of a suggestion take 17 rows with their frame, two rows of examples 20.
      let split = large ? 24 : wanted && body.rows >= 37 ? body.rows - 20 : body.rows
      suggestion = Rect(column: column, row: body.row, columns: right, rows: split)
      if split < body.rows {
        below = Rect(
          column: column, row: body.row + split, columns: right, rows: body.rows - split)
      }
    } else {
      // A dividing line and two lines of text at the foot of the picture's panel.
      room.rows = max(0, room.rows - 3)
      suggestion = Rect(
        column: inside.column, row: inside.row + inside.rows - 2, columns: inside.columns, rows: 2)
    }
    answers = wanted ? nil : below
    // A line, thumbnails of 6 rows and two of text; the picture keeps 7 rows at the least.
    let hasFoot = wanted && below == nil && room.rows >= 16 && room.columns >= 25
    if hasFoot { room.rows -= 9 }
    picture = isSparing ? room.middle(Self.sparingPicture) : room
    references =
      hasFoot
      ? .foot(
        Rect(
          column: room.column, row: room.row + room.rows, columns: room.columns, rows: 9))
      : wanted ? below.map { .column($0) } : nil
  }
}

extension Rect {
  /// The middle of the rectangle, as far as it is larger than `size`.
  fileprivate func middle(_ size: Size) -> Rect {
    let columns = min(self.columns, size.columns)
    let rows = min(self.rows, size.rows)
    return Rect(
      column: column + (self.columns - columns) / 2, row: row + (self.rows - rows) / 2,
      columns: columns, rows: rows)
  }
}

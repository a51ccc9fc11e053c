import Review
public import Screen

/// A box being drawn in the picture with the mouse; nothing happens before the button is released.
public struct MouseDrag: Equatable, Sendable {
  /// The cell of the screen where the button was pressed.
  public let from: Position
  /// Where the mouse is now.
  public var to: Position
}

extension DrawnPicture {
  /// The rectangle of the image under the cells from `one` to `other`, both included.
  func box(from one: Position, to other: Position, on placement: PicturePlacement) -> Box {
    let scale = Double(region.width) / Double(max(1, picture.width))
    func x(_ column: Int) -> Int {
      region.x + Int((Double(column - placement.column) * scale).rounded())
    }
    func y(_ row: Int) -> Int {
      region.y + Int((Double(2 * row - placement.halfRow) * scale).rounded())
    }
    let left = x(min(one.column, other.column))
    let right = x(max(one.column, other.column) + 1)
    let top = y(min(one.row, other.row))
    let bottom = y(max(one.row, other.row) + 1)
    return Box(x: left, y: top, width: max(1, right - left), height: max(1, bottom - top))
  }
}

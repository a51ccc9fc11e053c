public import Imaging

/// Where a white cell lies, so that nothing there is taken for a red cell or a platelet.
public struct WhiteCellArea: Sendable {
  /// In pixels of the picture.
  let box: PixelRect
  /// The pixels of `box`, row by row, 0 outside the cell; nil for the ellipse that fills the box.
  let mask: [UInt8]?

  /// A cell of which only the box is known: the ellipse that fills it.
  public init(box: PixelRect) {
    self.box = box
    mask = nil
  }

  /// A cell whose outline is known.
  public init(_ cell: SegmentedCell) {
    box = cell.region
    mask = cell.mask
  }

  /// Sets the places of a reduced grid whose middle lies in the cell.
  func mark(_ cover: inout [UInt8], reduction: Int, width: Int, height: Int) {
    let (left, top) = (max(box.x / reduction, 0), max(box.y / reduction, 0))
    let right = min((box.x + box.width) / reduction + 1, width)
    let bottom = min((box.y + box.height) / reduction + 1, height)
    guard left < right, top < bottom else { return }
    for y in top..<bottom {
      for x in left..<right
      where contains(x: x * reduction + reduction / 2, y: y * reduction + reduction / 2) {
        cover[y * width + x] = 1
      }
    }
  }

  private func contains(x: Int, y: Int) -> Bool {
    let (column, row) = (x - box.x, y - box.y)
    guard column >= 0, row >= 0, column < box.width, row < box.height else { return false }
    if let mask { return mask[row * box.width + column] != 0 }
    let u = 2 * (Double(column) + 0.5) / Double(box.width) - 1
    let v = 2 * (Double(row) + 0.5) / Double(box.height) - 1
    return u * u + v * v <= 1
  }
}

/// Where a picture's pixels lie in a frame: two in a cell, one above the other.
public struct PicturePlacement: Hashable, Sendable {
  /// Cells the picture was drawn in.
  public let rect: Rect
  /// Column of the frame and half row (two in a row) of the picture's pixel (0, 0); outside of
  /// `rect` when the picture is larger.
  public let column: Int
  public let halfRow: Int
  /// Size of the picture in pixels.
  public let width: Int
  public let height: Int

  /// Where a picture stands that is drawn in the middle of `rect`, of which `inside` is on the
  /// screen.
  init(width: Int, height: Int, in rect: Rect, inside: Rect) {
    self.rect = inside
    self.width = width
    self.height = height
    guard inside.columns > 0, inside.rows > 0 else {
      column = 0
      halfRow = 0
      return
    }
    column = rect.column + (rect.columns - width) / 2
    // An even offset, so that pictures of an even height divide no cell.
    halfRow = 2 * (rect.row + (rect.rows - (height + 1) / 2) / 2)
  }

  /// Where `Frame.draw` puts `picture` on a screen of this size.
  public init(of picture: Picture, in rect: Rect, screen: Size) {
    let rect = rect.bounded
    self.init(
      width: picture.width, height: picture.height, in: rect,
      inside: rect.clipped(to: screen))
  }

  /// The cell that shows pixel (`x`, `y`); nil when it is not on the screen.
  public func cell(x: Int, y: Int) -> Position? {
    guard x >= 0, y >= 0, x < width, y < height else { return nil }
    let place = Position(column: column + x, row: (halfRow + y) >> 1)
    guard place.column >= rect.column, place.column < rect.column + rect.columns,
      place.row >= rect.row, place.row < rect.row + rect.rows
    else { return nil }
    return place
  }
}

/// A rectangle of a picture's pixels.
public struct PixelRect: Hashable, Sendable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int

  /// A rectangle whose upper left pixel is (`x`, `y`).
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

extension Frame {
  /// The glyph whose ink is its cell's upper half and whose ground is its lower half.
  static let upperHalf = "\u{2580}"

  /// Draws a picture, one pixel in half a cell, in the middle of `rect`; the rest of `rect` gets
  /// the ground's colour. A picture of `columns` by `2 * rows` pixels fills it exactly, of a
  /// larger one the middle shows.
  @discardableResult
  public mutating func draw(
    _ picture: Picture, in rect: Rect, ground: Role = .pictureGround
  ) -> PicturePlacement {
    fill(rect, Style(ground))
    let rect = rect.bounded
    let inside = clipped(rect)
    let placement = PicturePlacement(
      width: picture.width, height: picture.height, in: rect, inside: inside)
    func ink(x: Int, y: Int) -> Ink {
      guard x >= 0, y >= 0, x < picture.width, y < picture.height else {
        return .background(ground)
      }
      let index = (y * picture.width + x) * 3
      return .rgb(picture.rgb[index], picture.rgb[index + 1], picture.rgb[index + 2])
    }
    for row in inside.row..<inside.row + inside.rows {
      let y = 2 * row - placement.halfRow
      guard y + 1 >= 0, y < picture.height else { continue }
      for column in inside.column..<inside.column + inside.columns {
        let x = column - placement.column
        guard x >= 0, x < picture.width else { continue }
        let style = Style(foreground: ink(x: x, y: y), background: ink(x: x, y: y + 1))
        write(Glyph(Frame.upperHalf, style), width: 1, column: column, row: row)
      }
    }
    return placement
  }

  /// Replaces half blocks by the picture's quadrants or sextants, where it has them; cells that carry
  /// an outline stay as they are. To be called after everything was drawn over the picture.
  public mutating func refine(_ picture: Picture, on placement: PicturePlacement) {
    guard !picture.fine.isEmpty else { return }
    let rect = placement.rect
    for row in rect.row..<rect.row + rect.rows {
      let y = 2 * row - placement.halfRow
      guard y >= 0, y + 1 < picture.height else { continue }
      for column in rect.column..<rect.column + rect.columns {
        let x = column - placement.column
        guard x >= 0, x < picture.width,
          self[column, row].character == Frame.upperHalf,
          case .rgb = self[column, row].style.foreground,
          case .rgb = self[column, row].style.background
        else { continue }
        let cell = picture.fine[y / 2 * picture.width + x]
        let style = Style(foreground: Ink(cell.ink), background: Ink(cell.ground))
        write(Glyph(cell.character, style), width: 1, column: column, row: row)
      }
    }
  }

  /// Draws a box's outline over a picture, one pixel wide, in a role's foreground.
  ///
  /// Parts outside of the picture's cells are left out.
  /// - Parameter box: In pixels of the drawn picture; its outermost pixels are coloured.
  public mutating func outline(
    _ box: PixelRect, on placement: PicturePlacement, role: Role
  ) {
    guard box.width > 0, box.height > 0 else { return }
    let right = box.x.clampedAdding(box.width - 1)
    let bottom = box.y.clampedAdding(box.height - 1)
    let xs = max(0, box.x)..<max(0, box.x, min(placement.width, right.clampedAdding(1)))
    let ys = max(0, box.y)..<max(0, box.y, min(placement.height, bottom.clampedAdding(1)))
    for x in xs {
      mark(x: x, y: box.y, on: placement, role: role)
      mark(x: x, y: bottom, on: placement, role: role)
    }
    for y in ys {
      mark(x: box.x, y: y, on: placement, role: role)
      mark(x: right, y: y, on: placement, role: role)
    }
  }

  /// Colours one pixel of a drawn picture in a role's foreground; cells that carry a sign stay as they are.
  public mutating func mark(x: Int, y: Int, on placement: PicturePlacement, role: Role) {
    guard let place = placement.cell(x: x, y: y),
      place.column < size.columns, place.row < size.rows,
      self[place.column, place.row].character == Frame.upperHalf
    else { return }
    if (placement.halfRow + y).isMultiple(of: 2) {
      self[place.column, place.row].style.foreground = .foreground(role)
    } else {
      self[place.column, place.row].style.background = .foreground(role)
    }
  }
}

extension Ink {
  /// A picture's colour.
  init(_ colour: RGB) { self = .rgb(colour.red, colour.green, colour.blue) }
}

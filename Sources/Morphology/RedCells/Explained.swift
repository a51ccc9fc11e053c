/// What the cells taken so far explain of a field.
struct Explained {
  private let width: Int
  private let height: Int
  /// How many cells taken cover a place.
  private(set) var cover: [UInt8]
  /// 1 near the outline of a cell taken.
  private var outlined: [UInt8]
  /// Cells taken in each foreground region.
  private(set) var cells: [Int32: Int] = [:]
  /// Edges this near to an outline, in places, are that outline's.
  private static let reach = 2

  init(_ map: FieldMap) {
    (width, height) = (map.width, map.height)
    cover = [UInt8](repeating: 0, count: width * height)
    outlined = cover
  }

  mutating func take(_ cell: CandidateCell) {
    for place in cell.places where cover[Int(place)] < .max { cover[Int(place)] += 1 }
    cells[cell.region, default: 0] += 1
    if let outline = cell.outline {
      for (direction, unit) in Outline.units.enumerated() {
        mark(
          x: outline.x + unit.x * outline.radii[direction],
          y: outline.y + unit.y * outline.radii[direction])
      }
    } else {
      let inside = Set(cell.places)
      for place in cell.places {
        let isRim =
          !inside.contains(place - 1) || !inside.contains(place + 1)
          || !inside.contains(place - Int32(width)) || !inside.contains(place + Int32(width))
        if isRim { mark(x: Float(Int(place) % width), y: Float(Int(place) / width)) }
      }
    }
  }

  private mutating func mark(x: Float, y: Float) {
    let (column, row) = (x.nearestPlace, y.nearestPlace)
    guard column > -Self.reach, row > -Self.reach, column < width + Self.reach,
      row < height + Self.reach
    else { return }
    for y in max(row - Self.reach, 0)..<max(min(row + Self.reach + 1, height), 0) {
      for x in max(column - Self.reach, 0)..<max(min(column + Self.reach + 1, width), 0) {
        outlined[y * width + x] = 1
      }
    }
  }

  /// Share of a candidate's places that no cell covers yet.
  func newPlaces(_ cell: CandidateCell) -> Float {
    Float(cell.places.count { cover[Int($0)] == 0 }) / Float(cell.places.count)
  }

  /// Share of a candidate's directions whose edge belongs to no cell yet.
  func newEdges(_ cell: CandidateCell) -> Float {
    guard let outline = cell.outline else { return 1 }
    var (edges, new) = (0, 0)
    for (direction, support) in outline.support.enumerated() where support == .edge {
      let unit = Outline.units[direction]
      let column = (outline.x + unit.x * outline.radii[direction]).nearestPlace
      let row = (outline.y + unit.y * outline.radii[direction]).nearestPlace
      guard column >= 0, row >= 0, column < width, row < height else { continue }
      edges += 1
      if outlined[row * width + column] == 0 { new += 1 }
    }
    return edges > 0 ? Float(new) / Float(edges) : 0
  }
}

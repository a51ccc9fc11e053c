import Imaging

/// Which of several found cells each place of a grid lies nearest to.
struct CellShares {
  /// Whether any other cell reaches into the grid.
  let hasOthers: Bool
  private let own: [Bool]

  /// The places of the grid around the box of `index`; distances count in radii of each box.
  init(of boxes: [PixelRect], _ index: Int, on grid: CellGrid) {
    let others = boxes.indices.filter { other in
      other != index && boxes[other].intersection(grid.region).area > 0
    }.map { boxes[$0] }
    hasOthers = !others.isEmpty
    guard hasOthers else {
      own = []
      return
    }
    let step = Float(grid.reduction)
    var own = [Bool](repeating: true, count: grid.count)
    for y in 0..<grid.height {
      for x in 0..<grid.width {
        let radius = grid.radius(x: x, y: y)
        let across = Float(grid.region.x) + (Float(x) + 0.5) * step
        let down = Float(grid.region.y) + (Float(y) + 0.5) * step
        own[y * grid.width + x] = others.allSatisfy { box in
          let u = (across - Float(box.x)) / Float(box.width) * 2 - 1
          let v = (down - Float(box.y)) / Float(box.height) * 2 - 1
          return radius * radius <= u * u + v * v
        }
      }
    }
    self.own = own
  }

  /// Whether the place is nearest to the cell that the grid was made for.
  @inline(__always)
  func isOwn(_ place: Int) -> Bool { !hasOthers || own[place] }
}

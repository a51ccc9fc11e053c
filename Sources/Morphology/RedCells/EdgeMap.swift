/// How steeply the density rises, and where to.
struct EdgeMap {
  let width: Int
  let height: Int
  /// Rise of density per place to the right and downwards.
  let across: [Float]
  let down: [Float]
  /// A rise that counts as an edge.
  let least: Float

  /// A place on an edge, with the unit vector towards the denser side.
  struct Edge {
    let x: Float
    let y: Float
    let towardsX: Float
    let towardsY: Float
    /// Steepness over the field's red-cell density.
    let strength: Float
  }

  /// The thinned edges.
  let edges: [Edge]

  /// An edge rises by this part of the red cells' density a place.
  private static let leastRise: Float = 0.035

  init(_ map: FieldMap) {
    let (width, height) = (map.width, map.height)
    (self.width, self.height) = (width, height)
    let least = Self.leastRise * map.level
    self.least = least
    var across = [Float](repeating: 0, count: width * height)
    var down = across
    var square = across
    map.density.withUnsafeBufferPointer { density in
      across.withUnsafeMutableBufferPointer { across in
        down.withUnsafeMutableBufferPointer { down in
          square.withUnsafeMutableBufferPointer { square in
            for y in 1..<max(height &- 1, 1) {
              for x in 1..<max(width &- 1, 1) {
                let place = y &* width &+ x
                let right = (density[place &+ 1] - density[place &- 1]) / 2
                let below = (density[place &+ width] - density[place &- width]) / 2
                across[place] = right
                down[place] = below
                square[place] = right * right + below * below
              }
            }
          }
        }
      }
    }
    var edges: [Edge] = []
    for y in 1..<max(height - 1, 1) {
      for x in 1..<max(width - 1, 1) {
        let place = y * width + x
        let here = square[place]
        guard here > least * least, map.whiteCells[place] == 0 else { continue }
        let (right, below) = (across[place], down[place])
        let step: Int
        if abs(right) > 2.4 * abs(below) {
          step = 1
        } else if abs(below) > 2.4 * abs(right) {
          step = width
        } else {
          step = right * below > 0 ? width + 1 : width - 1
        }
        guard here >= square[place - step], here > square[place + step] else { continue }
        let rise = here.squareRoot()
        edges.append(
          Edge(
            x: Float(x), y: Float(y), towardsX: right / rise, towardsY: below / rise,
            strength: rise / map.level))
      }
    }
    self.edges = edges
    (self.across, self.down) = (across, down)
  }
}

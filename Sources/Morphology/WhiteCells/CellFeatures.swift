import Imaging

/// What each place around a found cell looks like, for `PartClassifier`: colours as parts of the
/// nucleus's own, so that the stain's strength and the laboratory's colours cancel, their means over
/// the neighbourhood, and where the place lies.
package struct CellFeatures {
  package static let count = 19

  package let width: Int
  package let height: Int
  /// `count` planes of `height * width` values, one after the other.
  package let values: [Float]
  /// The places that are nucleus beyond doubt.
  let core: [Bool]
  /// Whether there is any such place.
  let hasCore: Bool

  /// Neighbourhoods, as parts of the box's longer side.
  private static let nearPart: Float = 0.05
  private static let farPart: Float = 0.14
  /// Values that rise with a distance stop here.
  private static let farthest: Float = 3

  init(_ grid: CellGrid) {
    (width, height) = (grid.width, grid.height)
    core = NucleusCore.places(on: grid)
    let coreCount = core.count { $0 }
    hasCore = coreCount > 0
    let means = Self.means(grid, over: core, count: coreCount)
    let length = max(
      (means.red * means.red + means.green * means.green + means.blue * means.blue).squareRoot(),
      0.05)
    let stainScale = 1 / max(means.stain, 0.05)
    let scale = 1 / length
    let near = max(1, Int((Self.nearPart * 2 * grid.reach).rounded()))
    let far = max(near + 1, Int((Self.farPart * 2 * grid.reach).rounded()))
    let nuclear = Self.likeness(grid, to: means, length: length)
    let (nearLike, farLike) = (
      nuclear.amount.mean(reach: near), nuclear.amount.mean(reach: far)
    )
    let (nearStain, farStain) = (grid.stain.mean(reach: near), grid.stain.mean(reach: far))
    let farRest = nuclear.rest.mean(reach: far)
    var square = nuclear.amount
    for place in square.values.indices { square.values[place] *= square.values[place] }
    square = square.mean(reach: near)
    let core = core
    let distance = grid.distances { core[$0] }
    let distanceScale = 1 / max(Float(coreCount).squareRoot(), 1)
    let (width, plane) = (width, width * height)
    values = [Float](unsafeUninitializedCapacity: Self.count * plane) { values, filled in
      for y in 0..<grid.height {
        for x in 0..<width {
          let place = y &* width &+ x
          let (red, green, blue) = (
            grid.red.values[place], grid.green.values[place], grid.blue.values[place]
          )
          let stain = grid.stain.values[place]
          let (amount, rest) = (nuclear.amount.values[place], nuclear.rest.values[place])
          var at = place
          func put(_ value: Float) {
            values[at] = min(max(value, -Self.farthest), Self.farthest)
            at &+= plane
          }
          put(red * scale)
          put(green * scale)
          put(blue * scale)
          put(stain * stainScale)
          put(amount)
          put(rest)
          put(rest / max(abs(amount), 0.05))
          put(nearLike.values[place])
          put(farLike.values[place])
          put(nearStain.values[place] * stainScale)
          put(farStain.values[place] * stainScale)
          put(farRest.values[place])
          let mean = nearLike.values[place]
          put(max(square.values[place] - mean * mean, 0).squareRoot() * 4)
          put(distance[place] * distanceScale)
          put(grid.radius(x: x, y: y))
          put(means.red * scale)
          put(means.green * scale)
          put(means.blue * scale)
          put(Float(coreCount).squareRoot() / grid.reach)
        }
      }
      filled = Self.count * plane
    }
  }

  /// How much of the nucleus's own colour each place holds, 1 in the nucleus, and the length of what is
  /// left of its densities without that.
  private static func likeness(
    _ grid: CellGrid, to means: (red: Float, green: Float, blue: Float, stain: Float),
    length: Float
  ) -> (amount: Plane, rest: Plane) {
    let scale = 1 / length
    let (r, g, b) = (means.red * scale, means.green * scale, means.blue * scale)
    var amount = grid.green
    var rest = grid.green
    for place in 0..<grid.count {
      let (red, green, blue) = (
        grid.red.values[place] * scale, grid.green.values[place] * scale,
        grid.blue.values[place] * scale
      )
      let along = red * r + green * g + blue * b
      let (u, v, w) = (red - along * r, green - along * g, blue - along * b)
      amount.values[place] = along
      rest.values[place] = (u * u + v * v + w * w).squareRoot()
    }
    return (amount, rest)
  }

  private static func means(
    _ grid: CellGrid, over core: [Bool], count: Int
  ) -> (red: Float, green: Float, blue: Float, stain: Float) {
    var (red, green, blue, stain) = (Float(0), Float(0), Float(0), Float(0))
    for place in core.indices where core[place] {
      red += grid.red.values[place]
      green += grid.green.values[place]
      blue += grid.blue.values[place]
      stain += grid.stain.values[place]
    }
    let part = 1 / Float(max(count, 1))
    return (red * part, green * part, blue * part, stain * part)
  }
}

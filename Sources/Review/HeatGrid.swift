/// Heat over a square, known in the middles of a few even fields and interpolated in between.
public struct HeatGrid: Hashable, Sendable {
  /// Fields across, and also down.
  public let side: Int
  /// `side` x `side` numbers row by row, 0 and more.
  public let values: [Float]

  /// - Parameter values: `side` x `side` finite numbers, 0 and more.
  public init(side: Int, values: [Float]) {
    precondition(side > 0 && values.count == side * side)
    self.side = side
    self.values = values
  }

  /// The heat at a place of the square, 0...1 from left to right and from top to bottom: bilinear between
  /// the middles of the fields, level from the outermost middles to the edge.
  public func value(across: Double, down: Double) -> Float {
    let (column, x) = step(across)
    let (row, y) = step(down)
    let (right, below) = (min(column + 1, side - 1), min(row + 1, side - 1))
    let upper = mix(values[row * side + column], values[row * side + right], x)
    let lower = mix(values[below * side + column], values[below * side + right], x)
    return mix(upper, lower, y)
  }

  /// How much of the heat over the pixels of `region` lies on those that `isInside` names, 0...1; nil
  /// where there is no heat at all.
  public func share(over region: Box, where isInside: (_ x: Int, _ y: Int) -> Bool) -> Double? {
    var (inside, all) = (0.0, 0.0)
    for y in region.y..<(region.y + region.height) {
      for x in region.x..<(region.x + region.width) {
        let heat = Double(value(x: x, y: y, in: region))
        all += heat
        if isInside(x, y) { inside += heat }
      }
    }
    return all > 0 ? inside / all : nil
  }

  /// The heat of the pixel (`x`, `y`) where the square is `region`.
  func value(x: Int, y: Int, in region: Box) -> Float {
    value(
      across: (Double(x - region.x) + 0.5) / Double(region.width),
      down: (Double(y - region.y) + 0.5) / Double(region.height))
  }

  /// The field whose middle lies before a place, and how far the place is on the way to the next one's.
  private func step(_ place: Double) -> (field: Int, share: Float) {
    let fields = min(max(place * Double(side) - 0.5, 0), Double(side - 1))
    let field = min(Int(fields), side - 1)
    return (field, Float(fields - Double(field)))
  }

  private func mix(_ one: Float, _ two: Float, _ share: Float) -> Float {
    one + (two - one) * share
  }
}

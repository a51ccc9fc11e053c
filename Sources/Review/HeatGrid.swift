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

/// A rectangle in pixels of a picture, after its orientation was applied. May reach past the edge.
public struct Box: Hashable, Sendable, Codable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int

  /// A box whose upper left pixel is (`x`, `y`).
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Number of pixels inside.
  public var area: Int { max(0, width) * max(0, height) }

  /// Whether the pixel (`x`, `y`) is inside.
  public func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < x + width && row >= y && row < y + height
  }

  /// Intersection over union with another box, 0...1 (Jaccard index of the two pixel sets).
  public func intersectionOverUnion(_ other: Box) -> Double {
    let overlapWidth = min(x + width, other.x + other.width) - max(x, other.x)
    let overlapHeight = min(y + height, other.y + other.height) - max(y, other.y)
    guard overlapWidth > 0, overlapHeight > 0 else { return 0 }
    let overlap = overlapWidth * overlapHeight
    return Double(overlap) / Double(area + other.area - overlap)
  }

  // As in `[x, y, width, height]`, the form of `classify --format jsonl` and of the log.

  public init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    x = try values.decode(Int.self)
    y = try values.decode(Int.self)
    width = try values.decode(Int.self)
    height = try values.decode(Int.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    try values.encode(x)
    try values.encode(y)
    try values.encode(width)
    try values.encode(height)
  }
}

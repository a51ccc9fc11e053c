/// Diameters of red cells in equal classes.
public struct SizeHistogram: Hashable, Sendable {
  /// Lower bound of the first class.
  public let start: Double
  /// Width of a class, 1, 2 or 5 times a power of ten.
  public let width: Double
  /// Cells in each class, none of them empty at the ends.
  public let counts: [Int]

  /// A histogram with about `classes` classes for the middle nine tenths of the values; nil without a value.
  /// Values and bounds have the same unit.
  public init?(_ values: [Double], classes: Int = 8) {
    guard let least = values.min(), let most = values.max(), let spread = Spread(values),
      classes > 0, most.isFinite, least >= 0
    else { return nil }
    // A cell far off must not make the classes too wide, nor their number too large.
    let wanted = max(
      (spread.p95 - spread.p5) / Double(classes), (most - least) / Double(5 * classes),
      most / 1_000, 1e-6)
    var power = 1.0
    while power > wanted { power /= 10 }
    while power * 10 <= wanted { power *= 10 }
    let width = ([1.0, 2, 5].first { $0 * power >= wanted } ?? 10) * power
    let first = (least / width).rounded(.down)
    var counts = [Int](repeating: 0, count: Int((most / width).rounded(.down) - first) + 1)
    for value in values { counts[Int((value / width).rounded(.down) - first)] += 1 }
    (start, self.width, self.counts) = (first * width, width, counts)
  }
}

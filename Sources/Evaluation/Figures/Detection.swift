import Review

/// Whether the white cells that a person drew were found.
public struct Detection: Hashable, Sendable, Encodable {
  /// Least intersection over union of a found and a drawn box that are the same cell.
  public let overlap: Double
  /// Images in which somebody drew white cells.
  public let images: Int
  public let drawn: Int
  public let found: Int
  /// Found ones of the drawn.
  public let recall: Share
  /// Drawn ones of the found.
  public let precision: Share

  /// The detection in those of the images that have drawn boxes; nil when none has.
  init?(_ images: [ScoredImage], overlap: Double) {
    self.init(
      images.filter { !$0.image.boxes.isEmpty }.map { ($0.found, $0.image.boxes) },
      overlap: overlap)
  }

  /// The detection in images of which each has drawn boxes; nil when there is none.
  init?(_ images: [(found: [Box], drawn: [DrawnBox])], overlap: Double) {
    guard !images.isEmpty else { return nil }
    let hits = images.reduce(0) { $0 + Self.matched($1.found, $1.drawn, overlap: overlap) }
    self.overlap = overlap
    self.images = images.count
    drawn = images.reduce(0) { $0 + $1.drawn.count }
    found = images.reduce(0) { $0 + $1.found.count }
    recall = Share(hits, of: drawn)
    precision = Share(hits, of: found)
  }

  /// Pairs of a found and a drawn box, the best overlap first, each box once.
  static func matched(_ found: [Box], _ drawn: [DrawnBox], overlap: Double) -> Int {
    var pairs: [(overlap: Double, found: Int, drawn: Int)] = []
    for (i, box) in found.enumerated() {
      for (j, other) in drawn.enumerated() { pairs.append((other.overlap(box), i, j)) }
    }
    var (usedFound, usedDrawn) = (Set<Int>(), Set<Int>())
    for pair in pairs.sorted(by: >) where pair.overlap >= overlap {
      guard !usedFound.contains(pair.found), !usedDrawn.contains(pair.drawn) else { continue }
      usedFound.insert(pair.found)
      usedDrawn.insert(pair.drawn)
    }
    return usedFound.count
  }
}

package import Review

/// The fingerprints of the cells found so far, or of the pictures, and where those alike stand.
///
/// A cell takes 36 bytes: its fingerprint, the number of its picture, a hash of its name, and three links.
/// A few thousand cells, more than any slide, are compared one by one; more are looked up by the three
/// keys of the fingerprint, which finds those near and misses some of those at the edge.
package struct TwinIndex: Equatable, Sendable {
  private struct Entry: Equatable {
    let fingerprint: Fingerprint
    let image: UInt32
    let name: UInt32
  }

  /// A cell that is alike.
  package struct Match: Equatable {
    package let place: Int
    package let distance: Int
    /// The one of `Fingerprint.positions` in which the asked one is alike; 0 as it lies.
    package let position: Int
  }

  /// Up to so many cells each is compared with each.
  package static let comparedOneByOne = 2_000

  private var entries: [Entry] = []
  private var images: [ImagePath] = []
  /// For each of three keys the last entry that has it, as a place from 1; 0 for none.
  private var heads: [UInt32] = []
  /// For each entry the one before it with the same key, by key.
  private var links: [UInt32] = []

  /// An index of no cell.
  package init() {}

  /// The cells whose fingerprint differs in few bits from this one, in any position: the nearest first,
  /// of equal ones the oldest.
  package func matches(of fingerprint: Fingerprint) -> [Match] {
    var best: [Int: Match] = [:]
    for (position, turned) in fingerprint.positions.enumerated() {
      func compare(_ place: Int) {
        let distance = entries[place].fingerprint.distance(turned)
        guard distance <= Fingerprint.likeness, distance < best[place]?.distance ?? .max else {
          return
        }
        best[place] = Match(place: place, distance: distance, position: position)
      }
      if heads.isEmpty {
        entries.indices.forEach(compare)
      } else {
        lookUp(turned, compare)
      }
    }
    return best.values.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }
  }

  /// The entries that share a key with a fingerprint, or all but one bit of it.
  private func lookUp(_ fingerprint: Fingerprint, _ visit: (Int) -> Void) {
    for (number, key) in fingerprint.keys.enumerated() {
      for near in [key] + (0..<16).map({ key ^ (1 << $0) }) {
        var place = heads[number << 16 | Int(near)]
        while place > 0 {
          visit(Int(place) - 1)
          place = links[(Int(place) - 1) * 3 + number]
        }
      }
    }
  }

  /// - Parameter cell: Nil when it is the fingerprint of the picture as a whole.
  package mutating func add(_ fingerprint: Fingerprint, of cell: CellID? = nil, in image: ImagePath)
  {
    if images.last != image { images.append(image) }
    entries.append(
      Entry(
        fingerprint: fingerprint, image: UInt32(images.count - 1),
        name: cell.map { Self.shortName($0) } ?? 0))
    if !heads.isEmpty {
      link(entries.count - 1)
    } else if entries.count > Self.comparedOneByOne {
      heads = Array(repeating: 0, count: 3 << 16)
      entries.indices.forEach { link($0) }
    }
  }

  private mutating func link(_ place: Int) {
    for (number, key) in entries[place].fingerprint.keys.enumerated() {
      let head = number << 16 | Int(key)
      links.append(heads[head])
      heads[head] = UInt32(place + 1)
    }
  }

  func image(at place: Int) -> ImagePath { images[Int(entries[place].image)] }

  /// Whether the entry is about the cell of this name, in whatever picture.
  func isNamed(_ cell: CellID, at place: Int) -> Bool {
    entries[place].name == Self.shortName(cell)
  }

  /// 32 bits are enough to tell the cells of one picture.
  private static func shortName(_ cell: CellID) -> UInt32 {
    UInt32(truncatingIfNeeded: FNV1a.hash(cell.rawValue))
  }
}

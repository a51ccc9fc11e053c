/// How many segments a nucleus has: parts of it that hang together by filaments, or not at all.
///
/// The distance from the outline has a peak in each segment. Two peaks are two segments when the
/// highest way between them, over the waist, is much lower than the lower of them. A kidney's bend
/// is no such waist.
enum NucleusSegments {
  /// A waist is a filament when it is thinner than this part of the thinner segment beside it.
  private static let waist: Float = 0.86
  /// A segment is at least this part as thick as the thickest,
  private static let leastThickness: Float = 0.35
  /// and no thinner than this, in places from its middle to its outline.
  private static let leastPlaces: Float = 1.5

  /// 0 only for an empty nucleus.
  static func count(_ isNucleus: [Bool], grid: CellGrid) -> Int {
    let depth = grid.distances { !isNucleus[$0] }
    let order = isNucleus.indices.filter { isNucleus[$0] }.sorted { depth[$0] > depth[$1] }
    guard let highest = order.first else { return 0 }
    let least = max(leastThickness * depth[highest], min(leastPlaces, depth[highest]))
    // Each place points towards the peak of what it was joined to.
    var towards = [Int](repeating: -1, count: grid.count)
    var segments = 0
    towards.withUnsafeMutableBufferPointer { towards in
      for place in order {
        towards[place] = place
        grid.forNeighbours(of: place, all: true) { neighbour in
          guard towards[neighbour] >= 0 else { return }
          let (one, other) = (peak(place, towards), peak(neighbour, towards))
          guard one != other else { return }
          let (upper, lower) = depth[one] >= depth[other] ? (one, other) : (other, one)
          if depth[lower] >= least, depth[place] < waist * depth[lower] { segments += 1 }
          towards[lower] = upper
        }
      }
    }
    // What was never joined to anything stands alone.
    let alone = order.count { towards[$0] == $0 && depth[$0] >= least }
    return segments + alone
  }

  /// The peak that a place leads to; the way is made shorter for the next time.
  @inline(__always)
  private static func peak(_ place: Int, _ towards: UnsafeMutableBufferPointer<Int>) -> Int {
    var peak = place
    while towards[peak] != peak {
      towards[peak] = towards[towards[peak]]
      peak = towards[peak]
    }
    return peak
  }
}

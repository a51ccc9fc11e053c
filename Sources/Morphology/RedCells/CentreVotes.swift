import Foundation

/// Where the centres of discs lie: every edge votes for the places that lie a cell's radius away on its
/// denser side. Overlapping cells keep their own edges, and so their own votes.
/// Source: the idea of Ballard, "Generalizing the Hough transform to detect arbitrary shapes", 1981.
struct CentreVotes {
  struct Peak {
    let x: Float
    let y: Float
    /// Share of a whole circle's votes.
    let share: Float
  }

  let peaks: [Peak]

  /// Radii that are tried, as parts of the field's own.
  private static let radii: [Float] = [0.76, 0.84, 0.92, 1, 1.08, 1.16, 1.24]
  private static let weights: [Float] = [0.5, 0.75, 0.95, 1, 0.95, 0.75, 0.5]
  /// Votes are gathered over this part of a radius.
  private static let spread: Float = 0.14
  /// Peaks are this part of a radius apart,
  private static let distance: Float = 0.3
  /// and have this share of the votes of a whole circle.
  private static let leastShare: Float = 0.1

  init(_ edges: EdgeMap, radius: Float) {
    // Centres of cut-off cells lie outside.
    let margin = Int(radius * 1.0)
    let (width, height) = (edges.width + 2 * margin, edges.height + 2 * margin)
    var votes = [Float](repeating: 0, count: width * height)
    votes.withUnsafeMutableBufferPointer { votes in
      for edge in edges.edges {
        for (part, weight) in zip(Self.radii, Self.weights) {
          let x = (edge.x + edge.towardsX * radius * part).nearestPlace &+ margin
          let y = (edge.y + edge.towardsY * radius * part).nearestPlace &+ margin
          guard x >= 0, y >= 0, x < width, y < height else { continue }
          votes[y &* width &+ x] += weight
        }
      }
    }
    let reach = max(1, Int((Self.spread * radius).rounded()))
    for _ in 0..<2 { votes = Self.spreadOut(votes, width: width, height: height, reach: reach) }
    // A circle's edge has about this many places, each with all weights, in the middle of the spread.
    let whole =
      2 * Float.pi * radius * 0.9 * Self.weights.reduce(0, +)
      / Float((2 * reach + 1) * (2 * reach + 1)) * 0.5
    peaks = Self.peaks(
      votes, width: width, height: height, margin: margin, reach: Int(Self.distance * radius),
      whole: whole)
  }

  /// Mean over a square of `2 * reach + 1` places a side.
  private static func spreadOut(_ values: [Float], width: Int, height: Int, reach: Int) -> [Float] {
    var across = [Float](repeating: 0, count: width * height)
    var result = across
    let part = 1 / Float(2 * reach + 1)
    values.withUnsafeBufferPointer { values in
      across.withUnsafeMutableBufferPointer { across in
        for y in 0..<height {
          let row = y &* width
          var sum: Float = 0
          for x in 0..<min(reach, width) { sum += values[row &+ x] }
          for x in 0..<width {
            if x &+ reach < width { sum += values[row &+ x &+ reach] }
            across[row &+ x] = sum * part
            if x >= reach { sum -= values[row &+ x &- reach] }
          }
        }
      }
    }
    across.withUnsafeBufferPointer { across in
      result.withUnsafeMutableBufferPointer { result in
        var sums = [Float](repeating: 0, count: width)
        for y in 0..<min(reach, height) {
          for x in 0..<width { sums[x] += across[y &* width &+ x] }
        }
        for y in 0..<height {
          if y &+ reach < height {
            let row = (y &+ reach) &* width
            for x in 0..<width { sums[x] += across[row &+ x] }
          }
          for x in 0..<width { result[y &* width &+ x] = sums[x] * part }
          if y >= reach {
            let row = (y &- reach) &* width
            for x in 0..<width { sums[x] -= across[row &+ x] }
          }
        }
      }
    }
    return result
  }

  private static func peaks(
    _ votes: [Float], width: Int, height: Int, margin: Int, reach: Int, whole: Float
  ) -> [Peak] {
    var found: [Peak] = []
    votes.withUnsafeBufferPointer { votes in
      for y in 1..<max(height &- 1, 1) {
        for x in 1..<max(width &- 1, 1) {
          let place = y &* width &+ x
          let here = votes[place]
          guard here > leastShare * whole, here >= votes[place &- 1], here > votes[place &+ 1],
            here >= votes[place &- width], here > votes[place &+ width]
          else { continue }
          found.append(
            Peak(x: Float(x &- margin), y: Float(y &- margin), share: here / whole))
        }
      }
    }
    // The stronger of two near ones stays.
    found.sort { $0.share > $1.share }
    var kept: [Peak] = []
    let least = Float(reach * reach)
    for peak in found {
      let isNew = kept.allSatisfy { other in
        let (dx, dy) = (peak.x - other.x, peak.y - other.y)
        return dx * dx + dy * dy >= least
      }
      if isNew { kept.append(peak) }
    }
    return kept
  }
}

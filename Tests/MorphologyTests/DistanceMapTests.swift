import Morphology
import TestSupport
import Testing

/// Distances on a grid against those of every pair of places.
struct DistanceMapTests {
  private struct Grid {
    let width: Int
    let height: Int
    let isInSet: [Bool]

    init(seed: Int) {
      var random = SeededGenerator(seed: UInt64(seed))
      width = Int.random(in: 1...40, using: &random)
      height = Int.random(in: 1...40, using: &random)
      let shares: [Double] = [0, 0.002, 0.02, 0.3, 0.9, 1]
      let share = shares[seed % shares.count]
      isInSet = (0..<(width * height)).map { _ in Double.random(in: 0..<1, using: &random) < share }
    }

    /// nil where the set is empty.
    var expected: [Float]? {
      let members = isInSet.indices.filter { isInSet[$0] }
      guard !members.isEmpty else { return nil }
      return isInSet.indices.map { place in
        members.reduce(Float.infinity) { nearest, member in
          let x = Float(place % width - member % width)
          let y = Float(place / width - member / width)
          return min(nearest, (x * x + y * y).squareRoot())
        }
      }
    }
  }

  @Test(arguments: 0..<120)
  func `distances are those to the nearest place`(seed: Int) {
    let grid = Grid(seed: seed)
    let found = DistanceMap.distances(width: grid.width, height: grid.height) { grid.isInSet[$0] }
    if let expected = grid.expected {
      #expect(found == expected, "seed \(seed)")
    } else {
      #expect(found.allSatisfy { $0 > 1000 })
    }
  }

  @Test(arguments: 0..<120)
  func `within a limit they are exact, and beyond it above it`(seed: Int) {
    let grid = Grid(seed: seed)
    let limits: [Float] = [0, 0.5, 1, 1.5, 2.25, 5, 7.3, 100]
    let limit = limits[seed / 6 % limits.count]
    let found = DistanceMap.distances(width: grid.width, height: grid.height, within: limit) {
      grid.isInSet[$0]
    }
    let expected = grid.expected ?? grid.isInSet.map { _ in .infinity }
    for (one, other) in zip(found, expected) {
      #expect(other <= limit ? one == other : one > limit, "seed \(seed)")
    }
  }
}

import Morphology
import TestSupport
import Testing

/// One rank of many numbers against all of them sorted.
struct OrderStatisticTests {
  @Test(arguments: 0..<60)
  func `a rank is what sorting puts there`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let count = Int.random(in: 1...200, using: &random)
    // Few values, so that many are alike; sorted and turned round, which some choices of pivot take badly.
    let values = (0..<count).map { _ in Float(Int.random(in: -9...9, using: &random)) / 4 }
    let sorted = values.sorted()
    for numbers in [values, sorted, sorted.reversed()] {
      for rank in 0..<count { #expect(numbers.ranked(rank) == sorted[rank], "seed \(seed)") }
    }
  }
}

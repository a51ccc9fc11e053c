import Foundation
import Review
import TestSupport
import Testing

/// McNemar's exact test against statsmodels and SciPy.
@Suite struct McNemarTests {
  /// `Golden/mcnemar.json`, made by `Golden/mcnemar.py`.
  private struct Case: Decodable {
    let onlyFirst: Int
    let onlySecond: Int
    let differ: Double
    let secondIsBetter: Double
  }

  @Test func `the probabilities are statsmodels' and SciPy's`() throws {
    let file = SharedData.repositoryRoot.appendingPathComponent(
      "Tests/ReviewTests/Golden/mcnemar.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let cases = try decoder.decode([Case].self, from: Data(contentsOf: file))
    #expect(cases.count == 18)
    for golden in cases {
      let test = McNemar(onlyFirst: golden.onlyFirst, onlySecond: golden.onlySecond)
      // lgamma is good to some 1e-15 of values of tens of thousands.
      #expect(abs(test.differ - golden.differ) <= 1e-9 * max(golden.differ, 1e-6), "\(golden)")
      #expect(
        abs(test.secondIsBetter - golden.secondIsBetter)
          <= 1e-9 * max(golden.secondIsBetter, 1e-6), "\(golden)")
    }
  }

  @Test func `nothing that differs tells nothing, and exchanging both turns the question around`() {
    #expect(McNemar(onlyFirst: 0, onlySecond: 0).secondIsBetter == 1)
    #expect(McNemar(onlyFirst: 3, onlySecond: 3).differ == 1)
    for (one, other) in [(2, 7), (0, 4), (11, 30)] {
      let there = McNemar(onlyFirst: one, onlySecond: other)
      let back = McNemar(onlyFirst: other, onlySecond: one)
      #expect(there.differ == back.differ)
      #expect(there.secondIsBetter < 0.5 && back.secondIsBetter > 0.5)
    }
  }
}

import Testing
import Training

@Suite("Which epoch a training keeps")
struct EpochChoiceTests {
  private func kept(_ epochs: [[Double]]) -> Int {
    var choice = EpochChoice()
    return epochs.enumerated().reduce(0) { choice.keeps($1.element) ? $1.offset + 1 : $0 }
  }

  @Test("the last one whose loss is least")
  func falling() {
    #expect(kept([[3, 3, 3], [2, 2, 2], [1, 1, 1]]) == 3)
  }

  @Test("a later one that only chance may have made worse")
  func noise() {
    // One cell of four is worse by much, the others better by little: mean +0.1, standard error 0.2.
    #expect(kept([[1, 1, 1, 1], [1.7, 0.9, 0.9, 0.9]]) == 2)
  }

  @Test("not one that is worse on all cells alike")
  func overfitted() {
    #expect(kept([[1, 1, 1, 1], [1.1, 1.2, 1.1, 1.2], [1.3, 1.4, 1.3, 1.4]]) == 1)
  }

  @Test("by the difference in each cell, however far apart the cells are")
  func paired() {
    #expect(kept([[0, 5, 10, 40], [0.1, 5.1, 10.2, 40.1]]) == 1)
  }

  @Test("with one cell the least loss decides")
  func oneCell() {
    #expect(kept([[1], [1.01], [0.9], [0.95]]) == 3)
  }

  @Test("against the least loss so far, not the last one kept")
  func drift() {
    // Each is worse than the one before by chance at most, the last clearly worse than the first.
    let spread = [0.02, -0.01, 0.02, -0.01]
    let epochs = (0..<12).map { step in spread.map { 1 + 0.006 * Double(step) * (1 + 10 * $0) } }
    #expect(kept(epochs) == 1)
  }
}

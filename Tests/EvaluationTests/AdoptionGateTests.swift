import Evaluation
import Review
import Testing

/// When a new model is let in.
@Suite struct AdoptionGateTests {
  private func plan(margin: Double = 2, confidence: Double = 0.95) -> GatePlan {
    GatePlan(
      data: "held-out", split: nil, sources: [], boxes: nil, images: 0, dataSHA256: "",
      current: ModelIdentity(id: "current", sha256: "00"), marginPoints: margin,
      confidence: confidence)
  }

  /// Answers of one class: right by both, by one alone, by none.
  private func answers(
    _ code: String, both: Int, onlyCurrent: Int = 0, onlyNew: Int = 0, none: Int = 0
  ) -> [AdoptionGate.Answered] {
    [(both, true, true), (onlyCurrent, true, false), (onlyNew, false, true), (none, false, false)]
      .flatMap { count, current, new in
        (0..<count).map { _ in
          AdoptionGate.Answered(code: code, isRightByCurrent: current, isRightByNew: new)
        }
      }
  }

  @Test func `better overall and no class worse passes`() {
    let gate = AdoptionGate(
      answers("N", both: 80, onlyNew: 12, none: 8)
        + answers("E", both: 45, onlyCurrent: 1, none: 4),
      plan: plan(), order: ["E", "N"])
    #expect(gate.isPassed, "\(gate.reasons)")
    #expect(gate.figures.classes.map(\.code) == ["E", "N"])
    #expect(gate.figures.images == 150 && gate.figures.current == 126 && gate.figures.new == 137)
    #expect(gate.figures.onlyCurrent == 1 && gate.figures.onlyNew == 12)
    #expect(AdoptionGate.text(gate.figures).contains("p = 0.0017 one-sided"))
  }

  @Test func `one of fifty is two points and within a margin of two, two of fifty are not`() {
    let better = answers("N", both: 50, onlyNew: 40)
    let within = AdoptionGate(
      better + answers("E", both: 49, onlyCurrent: 1), plan: plan(), order: ["E", "N"])
    #expect(within.isPassed)
    let beyond = AdoptionGate(
      better + answers("E", both: 48, onlyCurrent: 2), plan: plan(), order: ["E", "N"])
    #expect(beyond.reasons.count == 1)
    #expect(beyond.reasons[0].hasPrefix("E: 50 of 50 right falls to 48, by 4.0 points"))
  }

  @Test func `better by what chance gives is not enough`() {
    // 5 of 5 that differ: p = 1/32, above .025 and below .05.
    let five = answers("N", both: 60, onlyNew: 5)
    #expect(AdoptionGate(five, plan: plan(), order: ["N"]).isPassed)
    let strict = AdoptionGate(five, plan: plan(confidence: 0.975), order: ["N"])
    #expect(strict.reasons.count == 1 && strict.reasons[0].contains("p = 0.0312"))
    #expect(!AdoptionGate(answers("N", both: 60), plan: plan(), order: ["N"]).isPassed)
  }

  @Test func `a worse model has every reason told`() {
    let gate = AdoptionGate(
      answers("N", both: 10, onlyCurrent: 40) + answers("E", both: 5, onlyCurrent: 5),
      plan: plan(), order: ["E", "N"])
    #expect(gate.reasons.count == 3)
  }
}

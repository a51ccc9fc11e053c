import Evaluation
import Review
import Testing

/// Limits in the tables are rounded outwards: an interval never looks narrower than it is.
@Suite struct LimitsTests {
  /// 29 of 37: 0.78378 with the limits 0.62805 and 0.88613 (Wilson).
  @Test func `the lower limit goes down and the upper one up`() {
    let share = Share(29, of: 37)
    #expect(abs(share.low - 0.62805) < 5e-6 && abs(share.high - 0.88613) < 5e-6)
    let classes = ["ONE", "TWO"].map {
      CellClass(code: $0, name: $0, short: $0, letter: "X", core: true, countsInTotal: true)
    }
    let images = (0..<37).map { number in
      ScoredImage(
        LabelledImage(path: ImagePath("\(number).png"), className: "ONE", truth: 0),
        answer: FoundCell(
          id: CellID(rawValue: "\(number)"), box: Box(x: 0, y: 0, width: 9, height: 9),
          suggestion: Suggestion(
            probabilities: zip(classes, number < 29 ? [0.8, 0.2] : [0.2, 0.8]).map {
              ClassProbability(label: $0.label, probability: $1)
            }, label: classes[number < 29 ? 0 : 1].label, status: .ok)), sha256: "\(number)")
    }
    let report = EvaluationReport(
      images,
      data: DataSummary(
        log: "log",
        all: images.map(\.image) + [
          LabelledImage(path: ImagePath("a"), className: "SMUDGE", truth: nil)
        ],
        reviewed: ReviewedSummary(pictures: 37, sawSuggestion: 3, leftOut: [("gone", 0)])),
      classes: classes, provenance: ReportTests.provenance)
    // To the nearest it would be 88.6.
    #expect(report.text.contains("78.4 [62.8, 88.7] %, 29 of 37"), "\(report.text)")
    #expect(report.text.contains("3 of all were answered with a"))
    #expect(!report.text.contains("left out"))
    // A class that the model does not know is said, and no cell of it is forced into another.
    #expect(report.text.contains("Not a class of this model: SMUDGE 1. They were not asked about."))
    #expect(report.text.contains("chosen: ok        37       100.0"))
  }
}

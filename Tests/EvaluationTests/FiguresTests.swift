import Evaluation
import Foundation
import Review
import Testing

/// The figures against those of scikit-learn, SciPy and NumPy (see `Golden`).
@Suite struct FiguresTests {
  static func cases() throws -> [Golden.Case] { try Golden.file.get().cases }

  private func near(_ one: Double, _ other: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(one - other) <= tolerance
  }

  @Test func `the golden file has several kinds of models and images`() throws {
    let cases = try Self.cases()
    #expect(Set(cases.map(\.classes.count)) == [8, 5, 3])
    #expect(cases.contains { $0.expected.answers.contains(nil) })
    #expect(cases.contains { $0.classes.allSatisfy(\.core) })
  }

  @Test func `the cell that answers is the one score_classify.py takes`() throws {
    for golden in try Self.cases() {
      let answers = golden.scored.map { $0.answer.flatMap { Int($0.id.rawValue) } }
      #expect(answers == golden.expected.answers, "\(golden.name)")
    }
  }

  private func expect(_ found: Confusion?, _ golden: Golden.Labels, _ name: String) throws {
    let found = try #require(found, "\(name)")
    #expect(found.counts == golden.counts, "\(name)")
    #expect(found.scores.map(\.support) == golden.support, "\(name)")
    #expect(found.accuracy.hits == golden.accuracy.hits)
    #expect(found.accuracy.count == golden.accuracy.count)
    #expect(near(found.accuracy.value ?? -1, golden.accuracy.value))
    // The recipe's 1.959964 stands for the normal quantile: six digits after the point.
    #expect(near(found.accuracy.low, golden.accuracy.low, 1e-7), "\(name)")
    #expect(near(found.accuracy.high, golden.accuracy.high, 1e-7), "\(name)")
    #expect(near(found.balancedAccuracy, golden.balanced), "\(name)")
    #expect(near(found.macro.f1, golden.macroF1), "\(name)")
    #expect(near(found.kappa ?? -9, golden.kappa), "\(name)")
    for (average, other) in [(found.macro, golden.macro), (found.weighted, golden.weighted)] {
      for (one, two) in zip([average.precision, average.recall, average.f1], other) {
        #expect(near(one, two), "\(name)")
      }
    }
    for (place, score) in found.scores.enumerated() {
      #expect(near(score.precision, golden.precision[place]), "\(name) \(score.code)")
      #expect(near(score.recall.value ?? -1, golden.recall[place]), "\(name) \(score.code)")
      #expect(near(score.f1, golden.f1[place]), "\(name) \(score.code)")
    }
    #expect(found.classificationReport == golden.report, "\(name)")
  }

  @Test func `labels over all classes agree with scikit-learn`() throws {
    for golden in try Self.cases() {
      try expect(golden.figures.allClasses, golden.expected.all, golden.name)
    }
  }

  @Test func `labels within the core agree with scikit-learn`() throws {
    for golden in try Self.cases() {
      if let core = golden.expected.core {
        try expect(golden.figures.coreClasses, core, golden.name)
      } else {
        #expect(golden.figures.coreClasses == nil, "\(golden.name)")
      }
    }
  }

  @Test func `calibration agrees with NumPy`() throws {
    for golden in try Self.cases() {
      let found = try #require(golden.figures.calibration)
      #expect(found.bins.map(\.count) == golden.expected.calibration.counts, "\(golden.name)")
      #expect(near(found.expectedError, golden.expected.calibration.error), "\(golden.name)")
    }
  }

  @Test func `a confidence of 1 falls into the last bin`() throws {
    let calibration = try #require(Calibration([(1, true), (0, false)]))
    #expect(calibration.bins.first?.count == 1)
    #expect(calibration.bins.last?.count == 1)
    #expect(calibration.expectedError == 0)
  }

  @Test func `risk and coverage agree with NumPy`() throws {
    for golden in try Self.cases() {
      let found = try #require(golden.figures.riskCoverage)
      #expect(near(found.area, golden.expected.riskArea), "\(golden.name)")
      let rows = found.rows.map {
        [$0.threshold, Double($0.coverage.hits), Double($0.accuracy.hits)]
      }
      #expect(rows == golden.expected.covered, "\(golden.name)")
      #expect(found.rows.first?.accuracy == golden.figures.allClasses?.accuracy)
    }
  }

  @Test func `equally sure answers count as if their order were chance`() throws {
    let ties = try Golden.file.get().ties
    let found = try #require(RiskCoverage(zip(ties.confidence, ties.right).map { ($0, $1 == 1) }))
    #expect(near(found.area, ties.area))
  }

  @Test func `statuses of the core's cells are counted`() throws {
    for golden in try Self.cases() {
      let found = try #require(golden.figures.abstention)
      let counts = [found.core.ok, found.core.uncertain, found.core.outside]
      #expect(counts == golden.expected.status, "\(golden.name)")
      #expect(found.okRight.hits == golden.expected.okRight, "\(golden.name)")
    }
  }

  @Test func `foreign cells are flagged by NumPy's quantile`() throws {
    for golden in try Self.cases() {
      guard let expected = golden.expected.foreign else {
        #expect(golden.figures.foreign == nil, "\(golden.name)")
        continue
      }
      let found = try #require(golden.figures.foreign)
      #expect(near(found.threshold, expected.threshold), "\(golden.name)")
      #expect(found.coreFlagged.hits == expected.coreFlagged, "\(golden.name)")
      let classes = found.classes.map {
        Golden.Expected.Flagged(code: $0.code, hits: $0.flagged.hits, count: $0.flagged.count)
      }
      #expect(classes == expected.flagged, "\(golden.name)")
    }
  }

  @Test func `boxes are matched as score_classify.py does`() throws {
    for golden in try Self.cases() {
      let found = golden.figures.detection
      #expect(found.map(\.overlap) == golden.expected.detection.map(\.overlap))
      #expect(found.map(\.recall.hits) == golden.expected.detection.map(\.hits))
      #expect(found.map(\.drawn) == golden.expected.detection.map(\.drawn))
      #expect(found.map(\.found) == golden.expected.detection.map(\.found))
    }
  }

  @Test func `an image that cannot be read counts as wrong`() throws {
    let classes = try Self.cases()[0].classes
    let image = LabelledImage(path: ImagePath("a"), className: classes[1].code, truth: 1)
    let notice = Notice(what: "a", why: "it is gone", cure: "Bring it back")
    let scored = [ScoredImage(image, outcome: .failed(notice))]
    let figures = GroupFigures(source: nil, images: scored, classes: classes)
    #expect(figures.allClasses?.accuracy == Share(0, of: 1))
    #expect(figures.allClasses?.counts[1] == [0, 0, 0, 0, 0, 0, 0, 0, 1])
    #expect(figures.calibration == nil)
    #expect(figures.foreign == nil)
    #expect(figures.abstention?.core.noCell == 1)
  }
}

import Evaluation
import Foundation
import Review
import TestSupport
import Testing

/// Classification reports, averages and calibration against scikit-learn's own output: `Golden/tables.json`, made
/// by `Golden/tables.py`.
@Suite struct ScikitLearnTests {
  struct Table: Decodable {
    let codes: [String]
    let counts: [[Int]]
    let report: String
    let accuracy: Double
    let balanced: Double
    let macroF1: Double
    let kappa: Double?
    let macro: [Double]
    let weighted: [Double]

    private enum CodingKeys: String, CodingKey {
      case codes, counts, report, accuracy, balanced, kappa, macro, weighted
      case macroF1 = "macro_f1"
    }

    var classes: [CellClass] {
      codes.map {
        CellClass(code: $0, name: $0, short: $0, letter: "X", core: true, countsInTotal: true)
      }
    }

    var confusion: Confusion {
      var pairs: [(truth: Int, answer: Int?)] = []
      for (truth, row) in counts.enumerated() {
        for (answer, count) in row.enumerated() {
          let pair = (truth: truth, answer: answer == codes.count ? nil : answer)
          pairs += [(truth: Int, answer: Int?)](repeating: pair, count: count)
        }
      }
      return Confusion(pairs, classes: classes)
    }
  }

  struct Calibrated: Decodable {
    let confidence: [Double]
    let right: [Int]
    let share: [Double]
    let mean: [Double]
    let error: Double
  }

  struct File: Decodable {
    let tables: [Table]
    let calibrations: [Calibrated]
  }

  static let file = Result {
    try JSONDecoder().decode(
      File.self,
      from: Data(
        contentsOf: SharedData.repositoryRoot.appendingPathComponent(
          "Tests/EvaluationTests/Golden/tables.json")))
  }

  @Test func `the tables have all that makes a report odd`() throws {
    let tables = try Self.file.get().tables
    #expect(tables.count == 250)
    for count in [2, 4, 8] { #expect(tables.contains { $0.codes.count == count }) }
    #expect(tables.contains { $0.codes.count > 24 })
    #expect(tables.contains { $0.report.contains("micro avg") })
    #expect(tables.contains { $0.report.contains("   accuracy") })
    #expect(tables.contains { table in table.counts.contains { $0.allSatisfy { $0 == 0 } } })
    #expect(tables.contains { table in table.counts.contains { ($0.last ?? 0) > 0 } })
    #expect(tables.contains { $0.kappa == nil })
    #expect(tables.contains { $0.report.contains("TOXIC_GRANULATION") })
  }

  @Test func `the report is scikit-learn's, byte for byte`() throws {
    for (number, table) in try Self.file.get().tables.enumerated() {
      let found = table.confusion.classificationReport.joined(separator: "\n") + "\n"
      #expect(found == table.report, "table \(number)")
    }
  }

  @Test func `averages, balanced accuracy and kappa are scikit-learn's to 1e-15`() throws {
    for (number, table) in try Self.file.get().tables.enumerated() {
      let found = table.confusion
      func near(_ one: Double?, _ other: Double?) -> Bool {
        switch (one, other) {
        case (nil, nil): true
        case (let one?, let other?): abs(one - other) <= 1e-15 + 4e-16 * abs(other)
        default: false
        }
      }
      #expect(near(found.accuracy.value, table.accuracy), "table \(number)")
      #expect(near(found.balancedAccuracy, table.balanced), "table \(number)")
      #expect(near(found.macro.f1, table.macroF1), "table \(number)")
      #expect(near(found.kappa, table.kappa), "table \(number)")
      for (average, other) in [(found.macro, table.macro), (found.weighted, table.weighted)] {
        for (one, two) in zip([average.precision, average.recall, average.f1], other) {
          #expect(near(one, two), "table \(number)")
        }
      }
    }
  }

  @Test func `the calibration curve and its error are scikit-learn's`() throws {
    for (number, golden) in try Self.file.get().calibrations.enumerated() {
      let found = try #require(
        Calibration(zip(golden.confidence, golden.right).map { ($0, $1 == 1) }))
      let held = found.bins.filter { $0.count > 0 }
      #expect(held.count == golden.share.count, "list \(number)")
      for (bin, other) in zip(held, zip(golden.share, golden.mean)) {
        #expect(abs((bin.accuracy ?? -1) - other.0) < 1e-12, "list \(number)")
        #expect(abs((bin.confidence ?? -1) - other.1) < 1e-12, "list \(number)")
      }
      #expect(abs(found.expectedError - golden.error) < 1e-12, "list \(number)")
    }
  }
}

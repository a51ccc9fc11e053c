import Evaluation
import Foundation
import Review
import TestSupport
import Testing

/// `Golden/golden.json`: random labelled images with their figures by scikit-learn 1.9, SciPy and
/// NumPy, and the answering cells by `score_classify.py`. Made by `Golden/reference.py`.
struct Golden: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let classes: [CellClass]
    let images: [Picture]
    let expected: Expected
    var testDescription: String { name }

    /// The images with what the program would have found in them.
    var scored: [ScoredImage] {
      images.map { $0.scored(classes) }
    }

    var figures: GroupFigures { GroupFigures(source: nil, images: scored, classes: classes) }
  }

  struct Picture: Decodable, Sendable {
    struct Drawn: Decodable, Sendable {
      let box: [Double]
      let `class`: Int?
    }
    struct Found: Decodable, Sendable {
      let box: Box
      let probabilities: [Double]
      let status: SuggestionStatus
    }

    let path: String
    let truth: Int?
    let width: Int
    let height: Int
    let boxes: [Drawn]
    let cells: [Found]

    func scored(
      _ classes: [CellClass], source: String = "", split: String = "", group: String = ""
    ) -> ScoredImage {
      let image = LabelledImage(
        path: ImagePath(path), className: truth.map { classes[$0].code } ?? "MULTI", truth: truth,
        source: source, split: split, group: group,
        boxes: boxes.map {
          DrawnBox(
            x: $0.box[0], y: $0.box[1], width: $0.box[2], height: $0.box[3], truth: $0.class)
        })
      let facts = PictureFacts(sha256: path, bytes: 1, width: width, height: height)
      let found = cells.enumerated().map { number, cell in
        let best = cell.probabilities.indices.max {
          cell.probabilities[$0] < cell.probabilities[$1]
        }
        return FoundCell(
          id: CellID(rawValue: "\(number)"), box: cell.box,
          suggestion: Suggestion(
            probabilities: zip(classes, cell.probabilities).map {
              ClassProbability(label: $0.label, probability: $1)
            }, label: classes[best ?? 0].label, status: cell.status))
      }
      return ScoredImage(image, outcome: .cells(facts, found))
    }
  }

  struct Interval: Decodable, Sendable {
    let hits: Int
    let count: Int
    let value: Double
    let low: Double
    let high: Double
  }

  struct Labels: Decodable, Sendable {
    let accuracy: Interval
    let balanced: Double
    let macroF1: Double
    let kappa: Double
    let macro: [Double]
    let weighted: [Double]
    let precision: [Double]
    let recall: [Double]
    let f1: [Double]
    let support: [Int]
    let counts: [[Int]]
    let report: [String]

    private enum CodingKeys: String, CodingKey {
      case accuracy, balanced, kappa, macro, weighted, precision, recall, f1, support, counts
      case report
      case macroF1 = "macro_f1"
    }
  }

  struct Expected: Decodable, Sendable {
    struct Calibration: Decodable, Sendable {
      let counts: [Int]
      let error: Double
    }
    struct Foreign: Decodable, Sendable {
      let threshold: Double
      let coreFlagged: Int
      let flagged: [Flagged]

      private enum CodingKeys: String, CodingKey {
        case threshold, flagged
        case coreFlagged = "core_flagged"
      }
    }
    /// `[code, flagged, cells]`
    struct Flagged: Decodable, Sendable, Equatable {
      let code: String
      let hits: Int
      let count: Int

      init(code: String, hits: Int, count: Int) {
        (self.code, self.hits, self.count) = (code, hits, count)
      }

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        code = try values.decode(String.self)
        hits = try values.decode(Int.self)
        count = try values.decode(Int.self)
      }
    }
    struct Detection: Decodable, Sendable {
      let overlap: Double
      let hits: Int
      let drawn: Int
      let found: Int
    }

    /// Index of the answering cell; nil for none.
    let answers: [Int?]
    let all: Labels
    let core: Labels?
    let calibration: Calibration
    let riskArea: Double
    /// `[threshold, answered, right]`
    let covered: [[Double]]
    /// ok, uncertain, outside
    let status: [Int]
    let okRight: Int
    let foreign: Foreign?
    let detection: [Detection]

    private enum CodingKeys: String, CodingKey {
      case answers, all, core, calibration, covered, status, foreign, detection
      case riskArea = "risk_area"
      case okRight = "ok_right"
    }
  }

  struct Ties: Decodable {
    let confidence: [Double]
    let right: [Int]
    let area: Double
  }

  let cases: [Case]
  let ties: Ties

  static let file = Result {
    try JSONDecoder().decode(
      Golden.self,
      from: Data(
        contentsOf: SharedData.repositoryRoot.appendingPathComponent(
          "Tests/EvaluationTests/Golden/golden.json")))
  }
}

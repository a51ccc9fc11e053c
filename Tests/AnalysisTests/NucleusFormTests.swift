import Analysis
import Foundation
import Imaging
import Review
import TestSupport
import Testing

/// The second look at cells of which the network is not sure.
@Suite struct NucleusFormTests {
  /// What scikit-learn says of the shipped numbers, made by `Weights/recipe/form.py --golden`.
  private struct Golden: Decodable {
    let lobes: Int
    let roundness: Double
    let groups: [Double]
    let before: [Double]
    let after: [Double]
  }

  private static func golden() throws -> [Golden] {
    let url = SharedData.repositoryRoot.appendingPathComponent(
      "Tests/AnalysisTests/Golden/form.json")
    return try JSONDecoder().decode([Golden].self, from: try Data(contentsOf: url))
  }

  private static func measures(
    lobes: Int, roundness: Double, nucleusArea: Int = 900
  ) -> CellMeasures {
    CellMeasures(
      nucleusArea: nucleusArea, cytoplasmArea: 1100, lobeCount: lobes,
      nucleusRoundness: roundness, cellRoundness: 0.9, granularity: 0, nucleusColour: nil,
      cytoplasmColour: nil, isCutOff: false, isTouching: false)
  }

  @Test func `the form weighs as in the recipe`() throws {
    let model = try ModelTests.model()
    let form = try #require(model.header.nucleusForm)
    let golden = try Self.golden()
    #expect(golden.count > 20)
    for expected in golden {
      let measures = Self.measures(lobes: expected.lobes, roundness: expected.roundness)
      let groups = try #require(form.probabilities(of: measures))
      // The header keeps four decimals; both sides read those.
      for (mine, theirs) in zip(groups, expected.groups) { #expect(abs(mine - theirs) < 1e-9) }
      let before = zip(model.header.classes, expected.before).map {
        ClassProbability(label: $0.label, probability: $1)
      }
      for (mine, theirs) in zip(form.weighed(before, by: measures), expected.after) {
        #expect(abs(mine.probability - theirs) < 1e-9)
      }
    }
  }

  @Test func `a round nucleus speaks for lymphocytes, a lobed one for granulocytes`() throws {
    let form = try #require(try ModelTests.model().header.nucleusForm)
    let even = ["EOSINOPHIL", "LYMPHOCYTE", "MONOCYTE", "NEUTROPHIL", "BASOPHIL"].map {
      ClassProbability(label: Label(rawValue: $0), probability: 0.2)
    }
    func shares(_ lobes: Int, _ roundness: Double) -> [Double] {
      form.weighed(even, by: Self.measures(lobes: lobes, roundness: roundness)).map(\.probability)
    }
    let (round, bent, lobed) = (shares(1, 0.95), shares(1, 0.55), shares(4, 0.35))
    #expect(round[1] > round[0] && round[1] > round[2] && round[1] > round[3])
    #expect(bent[2] > bent[0] && bent[2] > bent[1] && bent[2] > bent[3])
    #expect(lobed[0] > lobed[1] && lobed[0] > lobed[2] && lobed[0] == lobed[3])
    for share in [round, bent, lobed] {
      // What lies outside the groups is not its business, and nothing is ruled out.
      #expect(share[4] == 0.2)
      #expect(abs(share.reduce(0, +) - 1) < 1e-12 && share.allSatisfy { $0 > 0 })
    }
  }

  @Test func `a cell without a nucleus is left as the network saw it`() throws {
    let form = try #require(try ModelTests.model().header.nucleusForm)
    let measures = Self.measures(lobes: 0, roundness: 0, nucleusArea: 0)
    let even = ["LYMPHOCYTE", "MONOCYTE"].map {
      ClassProbability(label: Label(rawValue: $0), probability: 0.5)
    }
    #expect(form.probabilities(of: measures) == nil)
    #expect(form.weighed(even, by: measures) == even)
  }

  @Test func `it is asked only where the network is not sure, and makes nothing sure`() throws {
    let model = try ModelTests.model()
    let round = Self.measures(lobes: 1, roundness: 0.98)
    let sure = model.suggestion(logits: [0, 0, 0, 12, 0, 0, 0, 0])
    #expect(sure.status == .ok && !model.asksForm(of: sure))
    #expect(model.weighed(sure, by: round) == sure)
    // Lymphocyte or monocyte, and a round nucleus.
    let torn = model.suggestion(logits: [0, 9.9, 10, 0, 0, 0, 0, 0])
    #expect(torn.status == .uncertain && torn.label.rawValue == "MONOCYTE")
    let settled = model.weighed(torn, by: round)
    #expect(settled.label.rawValue == "LYMPHOCYTE" && settled.status == .uncertain)
    #expect(settled.confidence > model.header.calibration.uncertainBelow)
    // An erythroblast beyond doubt: which of the four it is least unlike is nobody's question.
    let erythroblast = model.suggestion(logits: [0, 0, 0, 0, 0, 0, 12, 0])
    #expect(erythroblast.status == .outside && !model.asksForm(of: erythroblast))
    // One that is an erythroblast more likely than not stays outside.
    let likely = model.suggestion(logits: [0, 9, 0, 0, 0, 0, 11, 0])
    #expect(model.asksForm(of: likely))
    #expect(model.weighed(likely, by: round).status == .outside)
  }

  @Test func `every way to a cell's suggestion asks the form alike`() throws {
    // With this threshold the network is never sure.
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("hematovision-form-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    let never = #"{"temperature":0.8068,"uncertain_below":1,"outside_above":0.7427}"#
    try ModelTests.rewriting("calibration", to: never).write(to: file)
    let analyzer = Analyzer(try Model(path: file.path))
    let shipped = Analyzer(try ModelTests.model())
    var weighed = 0
    for name in try AnalyzerTests.truth().keys.sorted().prefix(12) {
      let bytes = try AnalyzerTests.bytes(name)
      let image = try ImageDecoder.decode(bytes)
      let cells = analyzer.analyze(image, of: bytes).1
      for (cell, sure) in zip(cells, shipped.analyze(image, of: bytes).1)
      where sure.suggestion.status == .ok {
        let measures = try #require(cell.measures)
        #expect(Analyzer.measures(of: cell.box, in: image) == measures)
        let expected = analyzer.model.weighed(
          Suggestion(
            probabilities: sure.suggestion.probabilities, label: sure.suggestion.label,
            status: .uncertain), by: measures)
        #expect(cell.suggestion == expected)
        #expect(analyzer.suggestion(for: cell.box, in: image) == expected)
        #expect(analyzer.explanations(of: cell.box, in: image).0 == expected)
        #expect(Analyzer.measured([cell], in: image) == [cell])
        if expected.probabilities != sure.suggestion.probabilities { weighed += 1 }
      }
    }
    #expect(weighed > 2)
  }

  @Test(arguments: [
    "{}", #"{"groups":[],"floor":0.02}"#,
    // A class of its own, twice, unknown, not of the core.
    #"{"groups":[{"classes":["LYMPHOCYTE"],"bias":0,"lobes":1,"roundness":1}],"floor":0.02}"#,
    #"{"groups":[{"classes":["LYMPHOCYTE"],"bias":0,"lobes":1,"roundness":1},{"classes":["LYMPHOCYTE"],"bias":0,"lobes":1,"roundness":1}],"floor":0.02}"#,
    #"{"groups":[{"classes":["LYMPHOCYTE"],"bias":0,"lobes":1,"roundness":1},{"classes":["BAND"],"bias":0,"lobes":1,"roundness":1}],"floor":0.02}"#,
    #"{"groups":[{"classes":["LYMPHOCYTE"],"bias":0,"lobes":1,"roundness":1},{"classes":["PLATELET"],"bias":0,"lobes":1,"roundness":1}],"floor":0.02}"#,
    #"{"groups":[{"classes":["LYMPHOCYTE"],"bias":1e9,"lobes":1,"roundness":1},{"classes":["MONOCYTE"],"bias":0,"lobes":1,"roundness":1}],"floor":0.02}"#,
    #"{"groups":[{"classes":["LYMPHOCYTE"],"bias":0,"lobes":1,"roundness":1},{"classes":["MONOCYTE"],"bias":0,"lobes":1,"roundness":1}],"floor":0}"#,
  ])
  func `a header whose form says nonsense is refused by its key`(value: String) throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("hematovision-form-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try ModelTests.rewriting("nucleus_form", to: value).write(to: file)
    #expect(throws: ModelError.malformed(file: file.path, key: "nucleus_form")) {
      _ = try Model(path: file.path)
    }
  }
}

import Analysis
import Foundation
import Imaging
import Review
import TestSupport
import Testing

/// The second look at cells of which the network is not sure.
@Suite struct NucleusFormTests {
  /// What the recipe makes of the shipped numbers in NumPy: `Weights/recipe/form.py --golden`.
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
    var asked = 0
    for expected in golden {
      let measures = Self.measures(lobes: expected.lobes, roundness: expected.roundness)
      let groups = try #require(form.probabilities(of: measures))
      // The header keeps four decimals; both sides read those.
      for (mine, theirs) in zip(groups, expected.groups) { #expect(abs(mine - theirs) < 1e-9) }
      let before = zip(model.header.classes, expected.before).map {
        ClassProbability(label: $0.label, probability: $1)
      }
      let unsure = Suggestion(
        probabilities: before, label: model.header.classes[0].label, status: .uncertain)
      let after = model.weighed(unsure, by: measures).probabilities
      for (mine, theirs) in zip(after, expected.after) {
        #expect(abs(mine.probability - theirs) < 1e-9)
      }
      if model.asksForm(of: unsure) { asked += 1 }
    }
    #expect(asked > 10 && asked < golden.count)
  }

  @Test func `a round nucleus speaks for lymphocytes, a lobed one for granulocytes`() throws {
    let form = try #require(try ModelTests.model().header.nucleusForm)
    let even = ["EOSINOPHIL", "LYMPHOCYTE", "MONOCYTE", "NEUTROPHIL", "BASOPHIL"].map {
      ClassProbability(label: Label(rawValue: $0), probability: 0.2)
    }
    func shares(_ lobes: Int, _ roundness: Double) -> [Double] {
      form.weighed(even, by: Self.measures(lobes: lobes, roundness: roundness))?
        .map(\.probability) ?? []
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
    #expect(form.weighed(even, by: measures) == nil)
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
    #expect(settled.formWeighed == true && torn.formWeighed == nil)
    #expect(settled.confidence > model.header.calibration.uncertainBelow)
    // An erythroblast beyond doubt: which of the four it is least unlike is nobody's question.
    let erythroblast = model.suggestion(logits: [0, 0, 0, 0, 0, 0, 12, 0])
    #expect(erythroblast.status == .outside && !model.asksForm(of: erythroblast))
    // Eosinophil or neutrophil: both have lobes.
    #expect(!model.asksForm(of: model.suggestion(logits: [9.9, 0, 0, 10, 0, 0, 0, 0])))
    // One that is an erythroblast more likely than not stays outside.
    let likely = model.suggestion(logits: [0, 9, 8.5, 0, 0, 0, 11, 0])
    #expect(model.asksForm(of: likely))
    #expect(model.weighed(likely, by: round).status == .outside)
  }

  @Test func `every way to a cell's suggestion asks the form alike`() throws {
    // At this temperature the network is never sure, and torn between most classes.
    let torn = #"{"temperature":9,"uncertain_below":1,"outside_above":1}"#
    func analyzer(_ changes: [String: String?]) throws -> Analyzer {
      let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("hematovision-form-\(UUID().uuidString).safetensors")
      defer { try? FileManager.default.removeItem(at: file) }
      try ModelTests.rewriting(changes).write(to: file)
      return Analyzer(try Model(path: file.path))
    }
    let asking = try analyzer(["calibration": torn])
    let plain = try analyzer(["calibration": torn, "nucleus_form": nil])
    var (weighed, seen) = (0, 0)
    for name in try AnalyzerTests.truth().keys.sorted().prefix(12) {
      let bytes = try AnalyzerTests.bytes(name)
      let image = try ImageDecoder.decode(bytes)
      let before = plain.analyze(image, of: bytes).1
      let cells = asking.analyze(image, of: bytes).1
      #expect(cells.map(\.id) == before.map(\.id))
      #expect(before.allSatisfy { $0.measures == nil })
      for (cell, first) in zip(cells, before) {
        seen += 1
        guard let measures = cell.measures else {
          #expect(cell == first)
          continue
        }
        #expect(Analyzer.measures(of: cell.box, in: image) == measures)
        let expected = asking.model.weighed(first.suggestion, by: measures)
        #expect(cell.suggestion == expected)
        #expect(asking.suggestion(for: cell.box, in: image) == expected)
        #expect(asking.explanations(of: cell.box, in: image).0 == expected)
        #expect(Analyzer.measured([cell], in: image) == [cell])
        if expected != first.suggestion { weighed += 1 }
      }
    }
    #expect(weighed > 5 && weighed <= seen)
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

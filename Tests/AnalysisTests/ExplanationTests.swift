import Analysis
import Engine
import Foundation
import Imaging
import Review
import TestSupport
import Testing

/// What the program says of where it looked, against PyTorch's autograd and itself.
@Suite struct ExplanationTests {
  /// Golden/gradcam.json, which Weights/recipe/gradcam.py makes.
  private struct Golden: Decodable {
    struct Cell: Decodable {
      let path: String
      let box: Box
      let `class`: Int
      let evidence: [Double]
    }

    let data_sha256: String
    let cells: [Cell]
  }

  private static func golden() throws -> Golden {
    let url = SharedData.repositoryRoot.appendingPathComponent(
      "Tests/AnalysisTests/Golden/gradcam.json")
    return try JSONDecoder().decode(Golden.self, from: try Data(contentsOf: url))
  }

  private func correlation(_ one: [Double], _ other: [Double]) -> Double {
    let count = Double(one.count)
    let (mean, otherMean) = (one.reduce(0, +) / count, other.reduce(0, +) / count)
    let products = zip(one, other).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - otherMean) }
    let squares = one.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let otherSquares = other.reduce(0) { $0 + ($1 - otherMean) * ($1 - otherMean) }
    return products / (squares * otherSquares).squareRoot()
  }

  @Test(
    "the maps of 50 cells are autograd's, by every path", arguments: KernelPath.supported)
  func autograd(path: KernelPath) throws {
    let golden = try Self.golden()
    let weights = try WeightsFile(path: ModelTests.weights)
    try #require(
      golden.data_sha256 == weights.metadata["data_sha256"],
      "The golden maps are of other weights: run Weights/recipe/gradcam.py again.")
    let model = try Model(path: ModelTests.weights, kernels: path)
    let analyzer = Analyzer(model)
    var places: Set<String> = []
    var compared = 0
    for cell in golden.cells {
      let image = try ImageDecoder.decode(try AnalyzerTests.bytes(cell.path))
      let (_, explanations) = analyzer.explanations(of: cell.box, in: image)
      let found = explanations[cell.class].evidence.map(Double.init)
      places.insert("\(cell.path) \(cell.box)")
      #expect(correlation(found, cell.evidence) >= 0.999, "\(cell.path), class \(cell.class)")
      // Scaling would pass unseen by a correlation.
      let greatest = cell.evidence.reduce(0) { max($0, abs($1)) }
      let difference = zip(found, cell.evidence).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(difference <= 1e-3 * greatest, "\(cell.path), class \(cell.class)")
      let heat = cell.evidence.map { max($0, 0) }
      guard heat.contains(where: { $0 > 0 }) else {
        #expect(explanations[cell.class].grid == nil)
        continue
      }
      compared += 1
      #expect(correlation(found.map { max($0, 0) }, heat) >= 0.999, "\(cell.path)")
    }
    #expect(places.count == 50 && golden.cells.count == 100)
    #expect(compared > 75)
  }

  @Test func `an explanation comes with the suggestion of a plain run, for each class`() throws {
    let model = try ModelTests.model()
    let analyzer = Analyzer(model)
    for (name, cells) in try AnalyzerTests.truth().sorted(by: { $0.key < $1.key }).prefix(8) {
      let image = try ImageDecoder.decode(try AnalyzerTests.bytes(name))
      for cell in cells {
        let plain = analyzer.suggestion(for: cell.box, in: image)
        let (suggestion, explanations) = analyzer.explanations(of: cell.box, in: image)
        #expect(suggestion == plain)
        #expect(explanations.map(\.label) == model.header.classes.map(\.label))
        for explanation in explanations {
          #expect(explanation.box == cell.box && explanation.side == 7)
          let side = Int((1.5 * Double(max(cell.box.width, cell.box.height))).rounded())
          #expect(explanation.region.width == side && explanation.region.height == side)
        }
      }
    }
  }

  @Test func `the heat of a drawn cell's own class lies on the cell`() throws {
    let analyzer = Analyzer(try ModelTests.model())
    var shares: [Double] = []
    for (name, cells) in try AnalyzerTests.truth() {
      let image = try ImageDecoder.decode(try AnalyzerTests.bytes(name))
      for cell in cells {
        let (suggestion, explanations) = analyzer.explanations(of: cell.box, in: image)
        let own = try #require(explanations.first { $0.label == suggestion.label })
        shares.append(try #require(own.shareInBox))
      }
    }
    // The box is 1 / 1.5^2 = 44 % of the crop.
    #expect(shares.count == 44)
    #expect(shares.reduce(0, +) / Double(shares.count) > 0.5)
  }
}

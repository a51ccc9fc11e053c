import ArgumentParser
import Foundation
import Imaging
import Morphology

/// `redcells`: the candidates of the red-cell finder with their features, for `Tools/redcells`.
struct RedCellsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redcells",
    abstract: "Prints every candidate red cell of pictures, a JSON object a picture.",
    discussion: "Paths are read from standard input, one a line. Ends at the first unreadable.",
    shouldDisplay: false)

  @Option(help: "Weights of the two scores (JSON) instead of those built in.") var weights: String?

  func run() throws {
    let encoder = JSONEncoder()
    let weights = try weights.map { path in
      try JSONDecoder().decode(
        FieldCandidates.Weights.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
    }
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    while let path = readLine() {
      let image: RGBImage
      do {
        image = try ImageDecoder.decode(try ImageFile.read(path: Array(path.utf8)))
      } catch {
        throw ValidationError("\(path) cannot be read: \(error)")
      }
      let areas = CellSegmentation.segment(CellFinder.find(in: image).map(\.box), in: image)
        .map { WhiteCellArea($0) }
      let clock = ContinuousClock()
      var candidates: FieldCandidates?
      let time = clock.measure {
        candidates = FieldCandidates(image, whiteCells: areas, weights: weights)
      }
      guard let candidates else { continue }
      let line = Line(
        path: path, milliseconds: Double(time.components.attoseconds) / 1e15, field: candidates)
      print(String(decoding: try encoder.encode(line), as: UTF8.self))
    }
  }

  private struct Line: Encodable {
    let path: String
    let milliseconds: Double
    let field: FieldCandidates
  }
}

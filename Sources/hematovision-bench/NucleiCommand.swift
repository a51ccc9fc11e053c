import ArgumentParser
import Foundation
import Imaging

/// `nuclei`: the candidates of the cell finder with their features, for `Weights/recipe/finder.py`.
struct NucleiCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nuclei",
    abstract: "Prints every candidate nucleus of pictures, a JSON object a line.",
    discussion: "A picture without a candidate has no line. Ends at the first that is unreadable.",
    shouldDisplay: false)

  @Argument(help: "Pictures; none: their paths are read from standard input, one a line.")
  var paths: [String] = []

  func run() throws {
    if paths.isEmpty {
      while let path = readLine() { try Self.printCandidates(path) }
    } else {
      for path in paths { try Self.printCandidates(path) }
    }
  }

  private static func printCandidates(_ path: String) throws {
    let image: RGBImage
    do {
      image = try ImageDecoder.decode(try ImageFile.read(path: Array(path.utf8)))
    } catch {
      throw ValidationError("\(path) cannot be read: \(error)")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for candidate in CellFinder.candidates(in: image) {
      let box = candidate.cell.box
      let line = CandidateLine(
        path: path, box: [box.x, box.y, box.width, box.height], score: candidate.cell.score,
        features: candidate.features)
      print(String(decoding: try encoder.encode(line), as: UTF8.self))
    }
  }
}

/// What `nuclei` prints of a candidate.
private struct CandidateLine: Encodable {
  let path: String
  /// x, y, width, height in pixels.
  let box: [Int]
  let score: Double
  let features: NucleusFeatures
}

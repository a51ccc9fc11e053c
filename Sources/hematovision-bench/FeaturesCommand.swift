import Analysis
import ArgumentParser
import Foundation
import Imaging
import Review

/// `features`: what a head is trained on, for other programs to train one on the same numbers.
struct FeaturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Writes the features of cells in boxes, plain and augmented, as fp32 numbers.",
    discussion: """
      Standard input: a cell a line, `x y width height path`. OUTPUT has for each cell 1,280 numbers of each plain \
      view and of each augmented one, little-endian.
      """,
    shouldDisplay: false)

  @Option(help: "Weights file.")
  var model: String

  @Option(help: "Plain views of each cell: 1 or 8.")
  var plain = 1

  @Option(help: "Augmented views of each cell.")
  var views = 4

  @Option(help: "File to write.")
  var output: String

  func validate() throws {
    guard [1, 8].contains(plain) else { throw ValidationError("--plain takes 1 or 8") }
  }

  func run() throws {
    let analyzer = Analyzer(try Model(path: model))
    let seen = CropViews(cropScale: analyzer.model.header.views.cropScale, count: plain)
    guard FileManager.default.createFile(atPath: output, contents: nil),
      let file = FileHandle(forWritingAtPath: output)
    else { throw ValidationError("\(output) cannot be written") }
    var (last, picture): (String, RGBImage?) = ("", nil)
    while let line = readLine() {
      let parts = line.split(separator: " ", maxSplits: 4)
      let sides = parts.prefix(4).compactMap { Int($0) }
      guard parts.count == 5, sides.count == 4 else { throw ValidationError("no cell: \(line)") }
      let path = String(parts[4])
      if path != last {
        do {
          picture = try ImageDecoder.decode(try ImageFile.read(path: Array(path.utf8)))
        } catch {
          throw ValidationError("\(path) cannot be read: \(error)")
        }
        last = path
      }
      guard let picture else { continue }
      let box = Box(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
      let seed = FNV1a.hash(line)
      let numbers = analyzer.features(
        of: box, in: picture, views: seen,
        augmented: (0..<views).map { AugmentedView(seed: seed &+ UInt64($0)) })
      try file.write(contentsOf: numbers.withUnsafeBytes { Data($0) })
    }
    try file.close()
  }
}

import ArgumentParser
import Foundation
import Imaging
import Morphology
import Synthesis

/// `parts`: what every place around the labelled cell looks like and what it is, for
/// `Weights/recipe/parts.py`.
struct PartsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parts",
    abstract: "Writes the features of every place around masked cells, as raw numbers.",
    discussion: """
      Standard input: a line a picture, its path, a tab and its mask's. Standard output: for each \
      cell found over a masked one, two 32-bit numbers, features and places; then, as 32-bit \
      floats, a plane of each feature, of the nucleus's share of each place and of the whole \
      cell's. Places nearer to another found cell have a share of -1.
      """,
    shouldDisplay: false)

  @Option(help: "Instead of pictures: this many synthetic fields, whose truth is exact.")
  var synthetic = 0
  @Option(help: "Decides what is drawn in them.") var seed: UInt64 = 1

  func run() throws {
    for sample in SampleSet.samples(count: synthetic, seed: seed) {
      let field = SmearField.render(sample.specification, seed: sample.seed)
      let mask = RGBImage(
        width: field.image.width, height: field.image.height,
        rgb: field.whiteCellMask.flatMap { [$0, $0, $0] })
      Self.write(field.image, mask)
    }
    guard synthetic == 0 else { return }
    while let line = readLine() {
      let paths = line.split(separator: "\t").map(String.init)
      guard paths.count == 2 else { throw ValidationError("no two paths: \(line)") }
      Self.write(try Self.read(paths[0]), try Self.read(paths[1]))
    }
  }

  private static func write(_ image: RGBImage, _ mask: RGBImage) {
    let boxes = CellFinder.find(in: image).map(\.box)
    for sample in PartSample.samples(boxes, in: image, mask: mask) {
      var bytes = Data()
      for number in [CellFeatures.count, sample.places] {
        withUnsafeBytes(of: UInt32(number).littleEndian) { bytes.append(contentsOf: $0) }
      }
      sample.values.withUnsafeBytes { bytes.append(contentsOf: $0) }
      FileHandle.standardOutput.write(bytes)
    }
  }

  private static func read(_ path: String) throws -> RGBImage {
    do {
      return try ImageDecoder.decode(try ImageFile.read(path: Array(path.utf8)))
    } catch {
      throw ValidationError("\(path) cannot be read: \(error)")
    }
  }
}

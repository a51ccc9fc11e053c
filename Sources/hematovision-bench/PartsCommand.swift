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
      Standard input: a line a picture, its path, a tab and its mask's, or the drawn boxes of its \
      white cells as x,y,width,height with semicolons between. Standard output: for each cell found \
      there, two 32-bit numbers, features and places; then, as 32-bit \
      floats, a plane of each feature, of the nucleus's share of each place and of the whole \
      cell's. A share that is not known is -1.
      """,
    shouldDisplay: false)

  @Option(help: "Instead of pictures: this many synthetic fields, whose truth is exact.")
  var synthetic = 0
  @Option(help: "Decides what is drawn in them.") var seed: UInt64 = 1

  @Option(help: "1: what the first network sees; 2: the second.") var look = 1

  func run() throws {
    for sample in SampleSet.samples(count: synthetic, seed: seed) {
      let field = SmearField.render(sample.specification, seed: sample.seed)
      let mask = RGBImage(
        width: field.image.width, height: field.image.height,
        rgb: field.whiteCellMask.flatMap { [$0, $0, $0] })
      try write(field.image, mask)
    }
    guard synthetic == 0 else { return }
    while let line = readLine() {
      let paths = line.split(separator: "\t").map(String.init)
      guard paths.count == 2 else { throw ValidationError("no two paths: \(line)") }
      let image = try Self.read(paths[0])
      if paths[1].contains(",") {
        let numbers = paths[1].split(whereSeparator: { ",;".contains($0) }).compactMap { Int($0) }
        let drawn = stride(from: 0, to: numbers.count - 3, by: 4).map {
          PixelRect(
            x: numbers[$0], y: numbers[$0 + 1], width: numbers[$0 + 2], height: numbers[$0 + 3])
        }
        try write(image) { PartSample.samples($0, in: image, drawn: drawn, look: $1) }
      } else {
        try write(image, try Self.read(paths[1]))
      }
    }
  }

  private func write(_ image: RGBImage, _ mask: RGBImage) throws {
    try write(image) { PartSample.samples($0, in: image, mask: mask, look: $1) }
  }

  private func write(
    _ image: RGBImage, _ samples: ([PixelRect], PartSample.Look) -> [PartSample]
  ) throws {
    guard let look = PartSample.Look(rawValue: look) else {
      throw ValidationError("--look takes 1 or 2")
    }
    let boxes = CellFinder.find(in: image).map(\.box)
    for sample in samples(boxes, look) {
      var bytes = Data()
      for number in [sample.values.count / sample.places - 2, sample.places] {
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

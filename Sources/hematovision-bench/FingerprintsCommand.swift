import Analysis
import ArgumentParser
import Foundation
import Imaging
import Review

/// `fingerprints`: the found cells with their perceptual hashes, for `Tools/twins/measure.py`.
struct FingerprintsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fingerprints",
    abstract: "Prints the hash of every white cell of pictures, a JSON object a line.",
    discussion: "Paths are read from standard input, one a line. Times go to standard error.",
    shouldDisplay: false)

  func run() throws {
    let clock = ContinuousClock()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var (looking, hashing): (Duration, Duration) = (.zero, .zero)
    var pictureTime = Duration.zero
    var (pictures, cells) = (0, 0)
    while let path = readLine() {
      let start = clock.now
      let image: RGBImage
      do {
        image = try ImageDecoder.decode(try ImageFile.read(path: Array(path.utf8)))
      } catch {
        throw ValidationError("\(path) cannot be read: \(error)")
      }
      let found = CellFinder.find(in: image).map(\.box)
      looking += clock.now - start
      pictures += 1
      let before = clock.now
      let picture = Analyzer.fingerprint(of: image).hexadecimal
      pictureTime += clock.now - before
      for rect in found {
        let begin = clock.now
        let box = Box(x: rect.x, y: rect.y, width: rect.width, height: rect.height)
        let fingerprint = Analyzer.fingerprint(of: box, in: image)
        hashing += clock.now - begin
        cells += 1
        let line = FingerprintLine(
          path: path, box: box, size: [image.width, image.height],
          fingerprint: fingerprint.hexadecimal, picture: picture)
        print(String(decoding: try encoder.encode(line), as: UTF8.self))
      }
    }
    let times =
      "\(pictures) pictures read and searched in \(looking), hashed in \(pictureTime); "
      + "\(cells) cells hashed in \(hashing)\n"
    try FileHandle.standardError.write(contentsOf: Data(times.utf8))
  }
}

/// What `fingerprints` prints of a cell.
private struct FingerprintLine: Encodable {
  let path: String
  let box: Box
  /// Width and height of the picture.
  let size: [Int]
  let fingerprint: String
  /// The hash of the whole picture.
  let picture: String
}

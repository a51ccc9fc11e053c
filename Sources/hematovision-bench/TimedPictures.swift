import ArgumentParser
import Imaging

/// Pictures that something is timed on, in turns.
struct TimedPictures: ParsableArguments {
  @Option(help: "Turns on each picture.") var turns = 5
  @Argument(help: "Pictures.") var paths: [String]

  func validate() throws {
    guard turns > 0, !paths.isEmpty else {
      throw ValidationError("give pictures, and --turns of 1 or more")
    }
  }

  /// A picture's file and what it shows.
  func read(_ path: String) throws -> (bytes: [UInt8], image: RGBImage) {
    do {
      let bytes = try ImageFile.read(path: Array(path.utf8))
      return (bytes, try ImageDecoder.decode(bytes))
    } catch {
      throw ValidationError("\(path) cannot be read: \(error)")
    }
  }
}

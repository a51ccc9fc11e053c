import Directories
import Foundation
import Review

/// An image file or a directory of them, as it is named on the command line.
enum ImageArgument {
  /// The images that an argument names; a name that leads nowhere is an image that fails.
  static func images(at path: String) throws -> [ImagePath] {
    guard let resolved = DirectoryScan.resolved(path), DirectoryScan.isDirectory(resolved) else {
      return [ImagePath(path)]
    }
    let directory = ImagePath(path)
    do {
      let found = try DirectoryScan.pictures(below: directory)
      if found.isEmpty {
        StandardError.write(
          Notice(
            what: path, why: "there is no JPEG or PNG file in it",
            cure: "Name the directory that holds the images"))
      }
      return found
    } catch {
      throw Failure(Messages.notice(for: error), exitCode: .someFailed)
    }
  }
}

import Foundation
import Imaging

/// The small committed files beside the tests; `Fixtures/make_fixtures.py` makes them.
enum Fixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(path)))
  }

  static func names(in part: String) -> [String] {
    let found = try? FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent(part).path)
    return (found ?? []).sorted()
  }

  /// The pixels of `good/NAME.ppm`: "P6", width and height, "255", then the samples.
  static func expected(_ name: String) throws -> RGBImage {
    let file = try bytes("good/\(name).ppm")
    let lines = file.split(separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: false)
    let size = String(decoding: lines[1], as: UTF8.self).split(separator: " ").compactMap {
      Int($0)
    }
    return RGBImage(width: size[0], height: size[1], rgb: Array(lines[3]))
  }
}

/// The largest difference of two samples at the same place; nil when the sizes differ.
func largestDifference(_ one: RGBImage, _ other: RGBImage) -> Int? {
  guard one.width == other.width, one.height == other.height else { return nil }
  return zip(one.rgb, other.rgb).map { abs(Int($0) - Int($1)) }.max()
}

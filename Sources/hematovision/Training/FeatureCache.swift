import Analysis
import Digest
import Foundation
import Review

/// Features that were extracted once, kept in the user's cache directory: a file a picture, named by everything
/// that they follow from.
struct FeatureCache: Sendable {
  private let directory: String

  /// The cache of features of one base by one kind of instructions.
  init(base: String, kernels: String) {
    let cache = Locations.xdg("XDG_CACHE_HOME", else: ".cache")
    directory = "\(cache)/hematovision/features/\(base.prefix(16))-\(kernels)"
  }

  private func path(_ key: String, _ kind: String) -> String {
    "\(directory)/\(sha256(of: Array(key.utf8))).\(kind)"
  }

  /// Where the wanted cells of a picture are that are kept under `key`, nil for a cell that was not found; nil where
  /// nothing whole is kept.
  func boxes(_ key: String) -> [Box?]? {
    FileManager.default.contents(atPath: path(key, "boxes"))
      .flatMap { try? JSONDecoder().decode([Box?].self, from: $0) }
  }

  /// The features that are kept under `key`, of which there are `count`; nil where nothing whole is.
  func features(_ key: String, count: Int) -> [Float]? {
    guard let data = FileManager.default.contents(atPath: path(key, "features")),
      data.count == Self.digestLength + 4 * count
    else { return nil }
    let body = [UInt8](data[Self.digestLength...])
    guard data[..<Self.digestLength] == Data(sha256(of: body).utf8) else { return nil }
    return [Float](unsafeUninitializedCapacity: count) { numbers, filled in
      body.withUnsafeBytes { UnsafeMutableRawBufferPointer(numbers).copyMemory(from: $0) }
      filled = count
    }
  }

  func keep(_ boxes: [Box?], _ key: String) {
    guard let json = try? JSONEncoder().encode(boxes) else { return }
    write(json, path(key, "boxes"))
  }

  func keep(_ features: [Float], _ key: String) {
    let body = features.withUnsafeBytes { [UInt8]($0) }
    write(Data(sha256(of: body).utf8) + Data(body), path(key, "features"))
  }

  /// Hexadecimal digits of the hash before the numbers.
  private static let digestLength = 64

  /// A cache that cannot be written only makes the next training slower.
  private func write(_ data: Data, _ path: String) {
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}

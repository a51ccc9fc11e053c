public import Foundation

/// Where the tests find the laboratory pictures that are never committed.
public enum SharedData {
  /// The repository's root, found from this source file's own place.
  public static let repositoryRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// `$HEMATOVISION_SHARED/data`, else `../shared/data` beside the repository; nil when absent.
  public static let directory: URL? = {
    let shared =
      ProcessInfo.processInfo.environment["HEMATOVISION_SHARED"].map { URL(fileURLWithPath: $0) }
      ?? repositoryRoot.deletingLastPathComponent().appendingPathComponent("shared")
    let data = shared.appendingPathComponent("data")
    let manifest = data.appendingPathComponent("manifest.csv").path
    return FileManager.default.fileExists(atPath: manifest) ? data : nil
  }()

  /// Whether tests that need the laboratory pictures can run here.
  public static var isPresent: Bool { directory != nil }
}

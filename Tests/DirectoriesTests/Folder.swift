import Directories
import Foundation
import Review
import TestSupport
import Testing

/// A directory on the disk that is cleared away in the end.
struct Folder {
  let path: ImagePath
  private let url: URL

  static func use(_ body: (Folder) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("hv-folder-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(Folder(path: ImagePath(url.path), url: url))
  }

  func image(_ name: String) -> ImagePath { path.appending(ImagePath(name)) }

  /// Writes a file, and makes the directories that it needs.
  func write(_ name: String) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("picture".utf8).write(to: file)
  }

  /// A new file, open for writing.
  func open(_ name: String) throws -> FileHandle {
    let file = url.appendingPathComponent(name).path
    let descriptor = Glibc.open(file, O_WRONLY | O_CREAT, 0o644)
    try #require(descriptor >= 0)
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  func makeDirectory(_ name: String) throws {
    try FileManager.default.createDirectory(
      at: url.appendingPathComponent(name), withIntermediateDirectories: true)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: url.appendingPathComponent(name))
  }

  func move(_ name: String, _ other: String) throws {
    guard
      rename(url.appendingPathComponent(name).path, url.appendingPathComponent(other).path) == 0
    else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
  }

  func link(_ name: String, _ other: String) throws {
    try FileManager.default.linkItem(
      at: url.appendingPathComponent(name), to: url.appendingPathComponent(other))
  }

  /// Something at random, as a microscope, a technician or a script may do it.
  func work(_ generator: inout SeededGenerator) throws {
    let directories = try contents().filter(\.isDirectory).map(\.name) + [""]
    let files = try contents().filter { !$0.isDirectory }.map(\.name)
    let place = directories.randomElement(using: &generator) ?? ""
    let name = "\(place)/n\(Int.random(in: 0..<40, using: &generator))"
    switch Int.random(in: 0..<12, using: &generator) {
    case 0...4: try write("\(name).jpg")
    case 5: try write("\(name).txt")
    case 6, 7: if let file = files.randomElement(using: &generator) { try remove(file) }
    case 8:
      if let file = files.randomElement(using: &generator) { try move(file, "\(name).png") }
    case 9: try makeDirectory("\(place)/d\(Int.random(in: 0..<4, using: &generator))")
    case 10: if !place.isEmpty { try remove(place) }
    default:
      let other = "m\(Int.random(in: 0..<1_000, using: &generator))"
      if !place.isEmpty { try move(place, other) }
    }
  }

  private func contents() throws -> [(name: String, isDirectory: Bool)] {
    try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted().map {
      var isDirectory: ObjCBool = false
      _ = FileManager.default.fileExists(
        atPath: url.appendingPathComponent($0).path, isDirectory: &isDirectory)
      return ($0, isDirectory.boolValue)
    }
  }
}

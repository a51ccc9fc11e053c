import Foundation
import TestSupport
import Testing

/// What stands in the documents must be true of the tree.
@Suite struct DocumentsTests {
  static func text(_ path: String) throws -> String {
    try String(
      contentsOf: SharedData.repositoryRoot.appendingPathComponent(path), encoding: .utf8)
  }

  static let notice = "For research use only. Not for use in diagnostic procedures."

  @Test(arguments: ["README.md", "Accuracy.md", "Weights/README.md", "samples/README.md"])
  func `the research notice stands in every document that speaks of results`(path: String) throws {
    let words = try Self.text(path).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let stands = words.contains(Self.notice)
    #expect(stands, "\(path)")
  }

  @Test func `the licence and the change log are there`() throws {
    #expect(try Self.text("LICENSE").contains("MIT License"))
    #expect(try Self.text("CHANGELOG.md").contains("## "))
  }

  @Test func `links between documents lead somewhere`() throws {
    for page in [
      "README.md", "ARCHITECTURE.md", "DECISIONS.md", "Accuracy.md", "Weights/README.md",
    ] {
      let base = SharedData.repositoryRoot.appendingPathComponent(page).deletingLastPathComponent()
      for match in try Self.text(page).matches(of: /\]\(([^)#:]+)\)/) {
        let target = base.appendingPathComponent(String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: target), "\(page): \(match.1)")
      }
    }
  }

  @Test func `every dependency has its reason in DECISIONS.md`() throws {
    let package = try Self.text("Package.swift")
    let decisions = try Self.text("DECISIONS.md")
    for match in package.matches(of: /package\(url: "https:\/\/github.com\/[^\/]+\/([^"]+)"/) {
      #expect(decisions.contains(match.1), "\(match.1)")
    }
  }

  @Test func `no file of the tree is larger than 12 MB`() throws {
    let root = SharedData.repositoryRoot
    for folder in ["Sources", "Tests", "Themes", "Weights", "samples"] {
      let files = FileManager.default.enumerator(
        at: root.appendingPathComponent(folder), includingPropertiesForKeys: [.fileSizeKey])
      for case let file as URL in files ?? .init() {
        let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        #expect(size < 12 << 20, "\(file.path)")
      }
    }
  }
}

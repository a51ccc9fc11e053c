import Foundation
import TestSupport
import Testing

/// The walls between the modules, as ARCHITECTURE.md draws them.
@Suite struct WallsTests {
  /// What each module may import beside the standard library.
  static let allowed: [String: Set<String>] = [
    "Digest": ["CCrypto", "Glibc"],
    "Review": ["Foundation"],
    "Imaging": ["CPNG", "CTurboJPEG", "CPixels", "Glibc", "Foundation"],
    "Engine": [
      "CKernels", "COpenBLAS", "Digest", "Dispatch", "Glibc", "Foundation", "Synchronization",
    ],
    "Morphology": ["Imaging", "Review", "Foundation"],
    "Analysis": ["Review", "Digest", "Imaging", "Morphology", "Engine", "Foundation"],
    "Screen": [],
    "Settings": ["Review", "Screen", "Station", "Glibc"],
    "Station": ["Review", "Screen"],
    "Directories": ["Review", "Glibc"],
    "Store": [
      "Review", "Digest", "GRDB", "GRDBSQLite", "Dispatch", "Glibc", "Foundation",
      "Synchronization",
    ],
    "Curses": ["Screen", "CNcurses", "CTerminalGuard", "Glibc"],
    "Synthesis": ["Imaging", "Review", "Foundation", "Glibc"],
    "Training": ["Engine", "Review", "COpenBLAS", "Foundation"],
    "Evaluation": ["Imaging", "Review", "Morphology", "Screen", "Training", "Foundation"],
  ]

  /// Programs may print, exit and import what they join.
  static let programs: Set<String> = ["hematovision", "hematovision-bench", "smearsynth"]

  static func sources() throws -> [(module: String, file: URL, text: String)] {
    let root = SharedData.repositoryRoot.appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    return try (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }.map {
      let path = $0.path.dropFirst(root.path.count + 1)
      return (
        String(path.prefix { $0 != "/" }), $0, try String(contentsOf: $0, encoding: .utf8)
      )
    }
  }

  static func imports(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count,
        words[..<place].allSatisfy({
          ["public", "package", "internal", "@preconcurrency"].contains($0)
        })
      else { return nil }
      return String(words[place + 1].prefix { $0 != "." })
    }
  }

  @Test func `every module imports only what its wall allows`() throws {
    let sources = try Self.sources()
    #expect(sources.count > 100)
    for source in sources where !Self.programs.contains(source.module) {
      let allowed = try #require(
        Self.allowed[source.module], "\(source.module) has no entry in the table of walls")
      for module in Self.imports(source.text) {
        #expect(
          allowed.contains(module), "\(source.file.lastPathComponent) imports \(module)")
      }
    }
  }

  @Test func `only Curses touches ncurses`() throws {
    for source in try Self.sources() where source.module != "Curses" {
      #expect(!Self.imports(source.text).contains("CNcurses"), "\(source.file.path)")
    }
  }

  @Test func `libraries do not print or exit`() throws {
    for source in try Self.sources() where !Self.programs.contains(source.module) {
      for line in source.text.split(separator: "\n") {
        let code = line.trimmingCharacters(in: .whitespaces)
        guard !code.hasPrefix("//") else { continue }
        for call in ["print(", "exit(", "fatalError(", "abort("] {
          #expect(
            !(code.hasPrefix(call) || code.contains(" \(call)")),
            "\(source.file.lastPathComponent): \(code)")
        }
      }
    }
  }

  @Test func `a promise about threads has its reason beside it`() throws {
    for source in try Self.sources() {
      let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated()
      where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
        let near = lines[max(0, index - 6)...index].joined()
        #expect(near.contains("//"), "\(source.file.lastPathComponent):\(index + 1)")
      }
    }
  }

  @Test func `ARCHITECTURE.md names every target`() throws {
    let root = SharedData.repositoryRoot
    let page = try String(
      contentsOf: root.appendingPathComponent("ARCHITECTURE.md"), encoding: .utf8)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent("Sources").path)
    for name in names { #expect(page.contains("`\(name)`"), "\(name) is not in ARCHITECTURE.md") }
    #expect(page.split(separator: "\n", omittingEmptySubsequences: false).count <= 151)
  }
}

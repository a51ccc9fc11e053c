import Foundation
import Testing

/// Runs the built `smearsynth` beside the tests.
@Suite struct SmearSynthProgramTests {
  private func run(_ arguments: String...) throws -> (status: Int32, errors: String) {
    let program = Process()
    program.executableURL = Bundle.main.bundleURL.appendingPathComponent("smearsynth")
    program.arguments = arguments
    let errors = Pipe()
    program.standardError = errors
    program.standardOutput = FileHandle.nullDevice
    try program.run()
    let text = try errors.fileHandleForReading.readToEnd() ?? Data()
    program.waitUntilExit()
    return (program.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  private func withDirectory(_ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("smearsynth-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory)
  }

  @Test func `the same seed writes the same bytes`() throws {
    try withDirectory { directory in
      let one = directory.appendingPathComponent("one")
      let two = directory.appendingPathComponent("two")
      for place in [one, two] {
        let result = try run("--output", place.path, "--count", "4", "--seed", "11")
        try #require(result.status == 0, "\(result.errors)")
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: one.path).sorted()
      #expect(names.count == 7)
      for name in names {
        let first = try Data(contentsOf: one.appendingPathComponent(name))
        #expect(try first == Data(contentsOf: two.appendingPathComponent(name)), "\(name)")
      }
    }
  }

  @Test func `nothing is overwritten without force`() throws {
    try withDirectory { directory in
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      let manifest = directory.appendingPathComponent("manifest.csv")
      try Data("mine".utf8).write(to: manifest)
      let refused = try run("--output", directory.path, "--count", "1")
      #expect(refused.status == 1)
      #expect(refused.errors.contains("manifest.csv exists already"))
      #expect(try Data(contentsOf: manifest) == Data("mine".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).count == 1)

      #expect(try run("--output", directory.path, "--count", "1", "--force").status == 0)
      #expect(try Data(contentsOf: manifest) != Data("mine".utf8))
    }
  }

  @Test func `an unusable directory and a silly count are refused`() throws {
    let unusable = try run("--output", "/dev/null/x", "--count", "1")
    #expect(unusable.status == 1)
    #expect(unusable.errors.contains("--output"))
    let silly = try run("--output", "unused", "--count", "0")
    #expect(silly.status == 64)
    #expect(silly.errors.contains("1 to 100000"))
  }
}

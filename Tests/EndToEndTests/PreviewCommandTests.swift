import Foundation
import TestSupport
import Testing

extension EndToEnd {
  /// Pictures on the standard output.
  @Suite struct PreviewCommandTests {
    static let sample = Sample.directory.appendingPathComponent("field-001.jpg").path

    /// Rows without their escape sequences.
    static func plain(_ text: String) -> [String] {
      text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "").split(separator: "\n").map(String.init)
    }

    @Test func `a picture of 640 x 480 in 80 x 40 takes 80 x 30 half blocks`() async throws {
      try await Workplace.use { place in
        for (colours, sequence) in [
          ("direct", "[38;2;"), ("256", "[38;5;"), ("16", "[9"), ("8", "[3"),
        ] {
          let ended = try await place.run(
            "preview", Self.sample, "--size", "80x40", "--colours", colours, "--symbols", "half")
          #expect(ended.code == 0)
          #expect(ended.errors.isEmpty)
          let rows = Self.plain(ended.text)
          #expect(rows.count == 30)
          #expect(rows.allSatisfy { $0.count == 80 && $0.allSatisfy { "▀▄ ".contains($0) } })
          #expect(ended.text.contains(sequence), "\(colours)")
        }
      }
    }

    @Test func `NO_COLOR and a locale without UTF-8 are obeyed`() async throws {
      try await Workplace.use { place in
        let mono = try await place.run(
          "preview", Self.sample, "--size", "40x20", adding: ["NO_COLOR": "1"])
        #expect(mono.code == 0)
        #expect(!mono.text.contains("\u{1B}"))
        #expect(Self.plain(mono.text).count == 15)
        let ascii = try await place.run(
          "preview", Self.sample, "--size", "40x20", "--colours", "256",
          adding: ["LC_ALL": "C"])
        #expect(ascii.output.allSatisfy { $0 < 0x80 })
        #expect(Self.plain(ascii.text).allSatisfy { $0.allSatisfy { $0 == " " } })
      }
    }

    @Test func `finer symbols and tones are drawn`() async throws {
      try await Workplace.use { place in
        var seen: Set<String> = []
        for options in [
          [], ["--symbols", "quadrant"], ["--symbols", "sextant"], ["--tone", "contrast"],
          ["--tone", "stain"],
        ] {
          let ended = try await place.run(
            ["preview", Self.sample, "--size", "40x20", "--colours", "direct"] + options)
          #expect(ended.code == 0)
          #expect(Self.plain(ended.text).allSatisfy { $0.count == 40 })
          seen.insert(ended.text)
        }
        #expect(seen.count == 5)
        let refused = try await place.run(
          "preview", Self.sample, "--size", "40x20", "--colours", "16", "--symbols", "sextant")
        #expect(refused.code == 0)
        #expect(refused.errorText.contains("they need 256 colours or more"))
      }
    }

    @Test func `256 colours are near to the eye, or in the numbers when asked for`() async throws {
      try await Workplace.use { place in
        func drawn(_ options: String...) async throws -> String {
          let ended = try await place.run(
            ["preview", Self.sample, "--size", "40x20", "--colours"] + options)
          #expect(ended.code == 0)
          return ended.text
        }
        let look = try await drawn("256")
        #expect(try await drawn("256", "--match", "look") == look)
        #expect(try await drawn("256", "--match", "signal") != look)
        // There is nothing to match where every colour can be had.
        let direct = try await drawn("direct")
        #expect(try await drawn("direct", "--match", "signal") == direct)
        let refused = try await place.run("preview", Self.sample, "--match", "ear")
        #expect(refused.code == 2)
        #expect(refused.errorText.contains("look"))
      }
    }

    @Test func `several files are drawn, one that cannot be is named with its cure`()
      async throws
    {
      try await Workplace.use { place in
        let text = place.root.appendingPathComponent("notes.jpg")
        try Data("no picture".utf8).write(to: text)
        let ended = try await place.run(
          "preview", Self.sample, text.path, "missing.png", Self.sample, "--size", "20x10")
        #expect(ended.code == 1)
        #expect(Self.plain(ended.text).count == 16)
        #expect(ended.errorText.contains("notes.jpg cannot be shown: it is neither JPEG nor PNG"))
        #expect(ended.errorText.contains("missing.png cannot be shown: nothing has this name"))
        let directory = try await place.run("preview", Sample.directory.path)
        #expect(directory.code == 1)
        #expect(directory.errorText.contains("samples cannot be shown: it is a directory"))
        let usage = try await place.run("preview", Self.sample, "--size", "80")
        #expect(usage.code == 2)
      }
    }
  }
}

import Foundation
import Testing

extension EndToEnd {
  /// What a technician can do to a picture without changing it.
  @Suite struct PicturesTests {
    @Test func `tones and symbols are switched by keys, the scale bar stands below`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.sure(1)
        let directory = try place.pictures(samples)
        let screen = try place.station(directory, "--pixel-size", "0.1", "--colours", "256")
        try await screen.wait(for: "not classified yet")
        try await screen.wait(until: "a scale bar") { $0.contains(#/[125]0* µm/#) }
        let asTaken = try visible(screen)

        try screen.press("s")
        try await screen.wait(for: "contrast stretched: \(samples[0].name)")
        let stretched = try visible(screen)
        #expect(stretched != asTaken)
        try screen.press("s")
        try await screen.wait(for: "stain normalised: \(samples[0].name)")
        #expect(try visible(screen) != stretched)
        try screen.press("s")
        try await screen.wait(toLose: "stain normalised: ")
        #expect(try visible(screen) == asTaken)

        try screen.press("S")
        try await screen.wait(until: "quadrants") { $0.contains("▝") && $0.contains("▟") }
        try screen.press("S")
        try await screen.wait(until: "sextants") {
          $0.unicodeScalars.contains { (0x1FB00...0x1FB3B).contains($0.value) }
        }
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
      }
    }

    @Test func `a terminal without UTF-8 says why it has half blocks only`() async throws {
      try await Workplace.use { place in
        let screen = try place.station(
          Sample.directory.path, "--symbols", "sextant", settings: ["LC_ALL=C"])
        try await screen.wait(for: "pictures 1/36")
        try screen.press("S")
        try await screen.wait(for: "half blocks only: the locale is not UTF-8")
      }
    }

    /// The picture's rows, without the status line's words.
    private func visible(_ screen: TmuxScreen) throws -> [[String]] {
      visibleCells(try screen.coloured()).dropFirst(2).dropLast(3).map { $0 }
    }
  }
}

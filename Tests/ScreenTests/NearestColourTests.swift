import Foundation
import Screen
import TestSupport
import Testing

@Suite("Colours of a palette")
struct NearestColourTests {
  struct Reference {
    var colour: RGB
    var of256: UInt8
    var of16: UInt8
    var of8: UInt8
  }

  /// `Reference/nearest_colours.txt`, written by the script beside it.
  static func references() throws -> [Reference] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Reference/nearest_colours.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      let value = try #require(UInt32(words[0], radix: 16))
      return Reference(
        colour: RGB(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255)),
        of256: try #require(UInt8(words[1])), of16: try #require(UInt8(words[2])),
        of8: try #require(UInt8(words[3])))
    }
  }

  @Test("the nearest colour is the one an exhaustive search in double precision finds")
  func golden() throws {
    let references = try Self.references()
    #expect(references.count > 700)
    var of256 = NearestColour.of256
    var of16 = NearestColour.of16
    var of8 = NearestColour.of8
    // Twice, so that answers from the cache are compared too.
    for reference in references + references {
      #expect(of256.index(of: reference.colour) == reference.of256, "\(reference)")
      #expect(of16.index(of: reference.colour) == reference.of16, "\(reference)")
      #expect(of8.index(of: reference.colour) == reference.of8, "\(reference)")
    }
  }

  @Test("the basic 16, which differ from terminal to terminal, are not among the 256")
  func avoidsBasic() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    var nearest = NearestColour.of256
    for _ in 0..<20_000 {
      let value = UInt32.random(in: 0..<1 << 24, using: &random)
      let colour = RGB(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
      #expect(nearest.index(of: colour) >= 16, "seed \(seed), \(colour)")
    }
  }

  @Test(
    "contrast ratios are those of the WCAG",
    arguments: [
      (RGB(0, 0, 0), RGB(255, 255, 255), 21.0),
      (RGB(119, 119, 119), RGB(255, 255, 255), 4.478),
      (RGB(255, 0, 0), RGB(255, 255, 255), 3.998),
      (RGB(0, 0, 255), RGB(0, 0, 0), 2.444),
    ])
  func contrast(one: RGB, other: RGB, expected: Double) {
    #expect(abs(Contrast.ratio(one, other) - expected) < 0.001)
    #expect(Contrast.ratio(one, other) == Contrast.ratio(other, one))
  }
}

import Foundation
import Screen
import TestSupport
import Testing

/// Lines of a file in `Reference/`, split at blanks.
private func reference(_ name: String) throws -> [[Substring]] {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Reference/\(name)")
  return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
    $0.split(separator: " ")
  }
}

@Suite("Colours of pictures")
struct PictureQuantiserTests {
  @Test("CIEDE2000 is that of the paper's test data and of a second reckoning with angles")
  func differences() throws {
    let lines = try reference("differences.txt")
    #expect(lines.count > 400)
    for line in lines {
      let v = line.compactMap { Float($0) }
      let one = CIELab(lightness: v[0], a: v[1], b: v[2])
      let other = CIELab(lightness: v[3], a: v[4], b: v[5])
      #expect(abs(one.difference(to: other) - v[6]) < 0.002 + v[6] * 1e-4, "\(line)")
      #expect(abs(other.difference(to: one) - one.difference(to: other)) < 1e-3, "\(line)")
    }
  }

  @Test("the colour is the one an exhaustive search in double precision finds")
  func golden() throws {
    let lines = try reference("picture_colours.txt")
    #expect(lines.count > 500)
    var quantiser = PictureQuantiser()
    // Twice, so that answers from the cache are compared too.
    for line in lines + lines {
      let value = try #require(UInt32(line[0], radix: 16))
      let colour = RGB(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
      #expect(quantiser.index(of: colour) == UInt8(line[1]), "\(line)")
    }
  }

  @Test("by the signal alone it is the colour of least squared error")
  func signal() {
    let levels = [0, 95, 135, 175, 215, 255]
    var palette: [[Int]] = levels.flatMap { red in
      levels.flatMap { green in levels.map { blue in [red, green, blue] } }
    }
    palette += (0..<24).map { Array(repeating: 8 + 10 * $0, count: 3) }
    func error(_ colour: RGB, _ index: Int) -> Int {
      let own = [Int(colour.red), Int(colour.green), Int(colour.blue)]
      return zip(own, palette[index - 16]).reduce(0) { sum, parts in
        let apart = parts.0 - parts.1
        return sum + apart * apart
      }
    }
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    var quantiser = PictureQuantiser(match: .signal)
    for _ in 0..<20_000 {
      let value = UInt32.random(in: 0..<1 << 24, using: &random)
      let colour = RGB(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
      // It is asked with the last bits set, so that neighbours share an answer.
      let asked = RGB(colour.red | 1, colour.green | 1, colour.blue | 1)
      let found = Int(quantiser.index(of: colour))
      let least = (16...255).map { error(asked, $0) }.min() ?? 0
      #expect(error(asked, found) == least, "seed \(seed), \(colour)")
    }
  }

  @Test("colours of the palette are themselves; the basic 16 never occur")
  func palette() {
    var quantiser = PictureQuantiser()
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    for (r, red) in levels.enumerated() {
      for (g, green) in levels.enumerated() {
        for (b, blue) in levels.enumerated() {
          let index = Int(quantiser.index(of: RGB(red, green, blue)))
          #expect(index == 16 + 36 * r + 6 * g + b)
        }
      }
    }
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let value = UInt32.random(in: 0..<1 << 24, using: &random)
      let colour = RGB(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
      let first = quantiser.index(of: colour)
      #expect(first >= 16, "seed \(seed), \(colour)")
      #expect(first == quantiser.index(of: colour), "seed \(seed), \(colour)")
    }
  }
}

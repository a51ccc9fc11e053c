import Foundation
import Review
import TestSupport
import Testing

/// The bits of the hash, and what turning a picture does to them.
@Suite struct FingerprintTests {
  /// Coefficients and hash that NumPy and SciPy made, `Tests/ImagingTests/Fixtures/make_waves.py`.
  static let golden: [(hash: String, coefficients: [Float])] = {
    let file = SharedData.repositoryRoot.appendingPathComponent(
      "Tests/ImagingTests/Fixtures/waves.txt")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let words = line.split(separator: " ").map(String.init)
      return (words[4], words[5...].compactMap { Float($0) })
    }
  }()

  @Test func `the bits are the signs of 128 frequencies in their order`() {
    #expect(Fingerprint.frequencies.count == 128)
    #expect(Self.golden.count == 6)
    for (hash, coefficients) in Self.golden {
      #expect(Fingerprint(coefficients: coefficients).hexadecimal == hash)
    }
  }

  /// A picture's coefficients when it is mirrored left to right, or at its diagonal: from the definition
  /// of the transform, odd waves across change their sign, and the two directions are exchanged.
  private func mirrored(_ coefficients: [Float]) -> [Float] {
    coefficients.indices.map { $0 % 13 % 2 == 1 ? -coefficients[$0] : coefficients[$0] }
  }
  private func transposed(_ coefficients: [Float]) -> [Float] {
    coefficients.indices.map { coefficients[$0 % 13 * 13 + $0 / 13] }
  }

  @Test func `all eight positions of a picture follow from one hash`() {
    for (hash, lying) in Self.golden {
      let expected = [lying, transposed(lying)].flatMap { lying in
        let upsideDown = transposed(mirrored(transposed(lying)))
        return [lying, mirrored(lying), upsideDown, mirrored(upsideDown)]
      }
      let positions = Fingerprint(hexadecimal: hash)?.positions ?? []
      #expect(positions == expected.map { Fingerprint(coefficients: $0) })
      #expect(Set(positions).count == 8)
    }
  }

  @Test func `the text of a hash is read back, and nothing else is taken for one`() {
    let text = "00f3" + String(repeating: "0a", count: 14)
    #expect(Fingerprint(hexadecimal: text)?.hexadecimal == text)
    for wrong in ["", "00f3", text + "0", "g" + text.dropFirst(), "+" + text.dropFirst()] {
      #expect(Fingerprint(hexadecimal: wrong) == nil)
    }
  }

  @Test func `the distance counts bits`() throws {
    let zeros = String(repeating: "0", count: 32)
    let one = try #require(Fingerprint(hexadecimal: "8000000000000001" + "8" + zeros.dropFirst(17)))
    let other = try #require(Fingerprint(hexadecimal: "0000000000000003" + zeros.dropFirst(16)))
    #expect(one.distance(other) == 3)
    #expect(one.distance(one) == 0)
  }

  @Test func `a key holds sixteen bits, and no bit is in two`() throws {
    // One bit set at a time: it shows in at most one key, and 48 of the 128 in one.
    let single = try (0..<128).map { bit in
      let digits = (0..<32).map { $0 == bit / 4 ? String(8 >> (bit % 4)) : "0" }
      return try #require(Fingerprint(hexadecimal: digits.joined())).keys
    }
    #expect(single.allSatisfy { $0.count == 3 && $0.count { $0 != 0 } <= 1 })
    #expect(single.count { $0 != [0, 0, 0] } == 48)
  }
}

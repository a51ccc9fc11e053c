import Digest
import Engine
import Foundation
import TestSupport
import Testing

@Suite("A weights file's data")
struct WeightsDataTests {
  private let right = RandomWeights.fourClassWriter

  @Test("that ends early is refused as truncated", arguments: [1, 4, 1_000_000])
  func truncated(missing: Int) throws {
    let whole = try RandomWeights.fourClasses.get()
    try expectRefusal(of: whole.dropLast(missing)) {
      .truncated(file: $0, expectedBytes: whole.count, foundBytes: whole.count - missing)
    }
  }

  @Test("with bytes behind the last tensor is refused")
  func trailing() throws {
    let whole = try RandomWeights.fourClasses.get()
    try expectRefusal(of: whole + Data([0])) {
      .trailingBytes(file: $0, expectedBytes: whole.count, foundBytes: whole.count + 1)
    }
  }

  @Test("with one flipped bit is refused, wherever it is", arguments: [1, 2, 3] as [UInt64])
  func bitFlip(seed: UInt64) throws {
    let whole = try RandomWeights.fourClasses.get()
    let writer = try right.get()
    let dataStart = whole.count - writer.dataSection.count
    var generator = SeededGenerator(seed: seed)
    for place in [dataStart, Int.random(in: dataStart..<whole.count, using: &generator)] {
      var flipped = whole
      flipped[place] ^= UInt8(1) << Int.random(in: 0...7, using: &generator)
      let found = try SHA256Digest(of: [UInt8](flipped[dataStart...])).hexadecimal
      let expected = writer.metadata["data_sha256"] ?? ""
      try expectRefusal(of: flipped) {
        .wrongChecksum(file: $0, expected: expected, found: found)
      }
    }
  }

  @Test("whose header had a bit flipped is refused, or has another SHA-256, and never crashes")
  func headerBitFlips() throws {
    let whole = try RandomWeights.fourClasses.get()
    let dataStart = whole.count - (try right.get().dataSection.count)
    let rightDigest = try SHA256Digest(of: [UInt8](whole)).hexadecimal
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<60 {
      var flipped = whole
      let place = Int.random(in: 0..<dataStart, using: &generator)
      flipped[place] ^= UInt8(1) << Int.random(in: 0...7, using: &generator)
      let file = try TemporaryFile(flipped)
      do {
        let weights = try WeightsFile(path: file.path)
        #expect(weights.sha256 != rightDigest, "byte \(place)")
      } catch {
        #expect(error.file == file.path)
      }
    }
  }

  @Test("that overlaps, leaves a gap, is reversed or overflows is refused")
  func offsets() throws {
    let writer = try right.get()
    let rightOffsets = writer.offsets
    let name = "block_00.project.weight"
    let expected = try #require(rightOffsets[name])
    for wrong in [
      [expected[0] - 4, expected[1]], [expected[0] + 4, expected[1] + 4],
      [expected[1], expected[0]], [expected[0], expected[1] - 4], [-4, 4], [0, Int.max],
      [Int.min, Int.max], [expected[0]], [], [expected[0], expected[1], expected[1]],
    ] {
      var offsets = rightOffsets
      offsets[name] = wrong
      try expectRefusal(of: writer.file(offsets: offsets, data: writer.dataSection)) {
        .wrongOffsets(file: $0, tensor: name, expected: expected, found: wrong)
      }
    }
  }

  @Test("that does not start on a 64-byte boundary is refused")
  func misaligned() throws {
    var writer = try right.get()
    writer.alignment = 1
    writer.metadata["filler"] = ""
    var file = try writer.file()
    while (file.count - writer.dataSection.count) % 64 == 0 {
      writer.metadata["filler", default: ""] += "x"
      file = try writer.file()
    }
    let dataStart = file.count - writer.dataSection.count
    try expectRefusal(of: file) {
      .misaligned(file: $0, dataStart: dataStart, alignment: 64)
    }
  }

  @Test(
    "with a number that is none is refused",
    arguments: [Float.nan, .infinity, -.infinity, .signalingNaN])
  func notFinite(value: Float) throws {
    var writer = try right.get()
    let index = try #require(writer.tensors.firstIndex { $0.name == "last.weight" })
    writer.tensors[index].values[12_345] = value
    try writer.sign()
    try expectRefusal(of: writer.file()) {
      .notFinite(file: $0, tensor: "last.weight", index: 12_345)
    }
  }
}

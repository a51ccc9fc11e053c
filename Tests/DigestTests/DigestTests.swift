import Digest
import Foundation
import TestSupport
import Testing

/// Examples that NIST published with FIPS 180-4 ("SHA256.pdf" and "SHA2_Additional.pdf").
private let publishedExamples: [(message: [UInt8], digest: String)] = [
  (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  (
    Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  ),
  ([0xBD], "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"),
  (
    [0xC9, 0x8C, 0x8E, 0x55],
    "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504"
  ),
  (
    [UInt8](repeating: 0, count: 64),
    "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"
  ),
  (
    [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
  ),
  ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
]

@Suite("SHA-256")
struct SHA256Tests {
  @Test("gives the digests published with FIPS 180-4", arguments: publishedExamples.indices)
  func publishedExample(index: Int) throws {
    let example = publishedExamples[index]
    #expect(try SHA256Digest(of: example.message).hexadecimal == example.digest)
    let fromPointer = try example.message.withUnsafeBytes { try SHA256Digest(of: $0) }
    #expect(fromPointer.hexadecimal == example.digest)
  }

  @Test("is the same for a message in pieces as for the whole", arguments: [1, 2, 3] as [UInt64])
  func piecesEqualWhole(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let count = Int.random(in: 0...5000, using: &generator)
      let message = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      var hasher = try SHA256Hasher()
      var start = 0
      while start < count {
        let end = min(count, start + Int.random(in: 0...200, using: &generator))
        try hasher.update(Array(message[start..<end]))
        start = end
      }
      #expect(try hasher.finish() == SHA256Digest(of: message), "seed \(seed), \(count) bytes")
    }
  }

  @Test("of a file is that of its bytes")
  func fileEqualsBytes() throws {
    let message = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(message).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    #expect(
      try SHA256Digest(readingFrom: handle.fileDescriptor) == SHA256Digest(of: message))
  }

  @Test("of a closed descriptor is refused with its errno")
  func closedDescriptorIsRefused() {
    #expect(throws: DigestError.readFailed(errno: EBADF, bytesRead: 0)) {
      try SHA256Digest(readingFrom: -1)
    }
  }

  @Test("of a text is that of its UTF-8 bytes")
  func textIsUTF8() throws {
    #expect(try SHA256Digest(ofUTF8: "Zellgröße") == SHA256Digest(of: Array("Zellgröße".utf8)))
  }

  @Test("reads back the hexadecimal form it writes, in either case")
  func hexadecimalRoundTrip() throws {
    let digest = try SHA256Digest(ofUTF8: "round trip")
    #expect(SHA256Digest(hexadecimal: digest.hexadecimal) == digest)
    #expect(SHA256Digest(hexadecimal: digest.hexadecimal.uppercased()) == digest)
  }

  @Test(
    "does not read as hexadecimal what is none",
    arguments: [
      "", "ab", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
      String(repeating: "0", count: 63) + "g", String(repeating: "é", count: 32),
    ])
  func malformedHexadecimal(text: String) {
    #expect(SHA256Digest(hexadecimal: text) == nil)
  }
}

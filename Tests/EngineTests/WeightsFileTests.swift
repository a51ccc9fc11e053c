import Digest
import Engine
import Foundation
import TestSupport
import Testing

@Suite("A weights file")
struct WeightsFileTests {
  @Test("that is right opens, with its metadata, class count and SHA-256")
  func rightFile() throws {
    let data = try RandomWeights.fourClasses.get()
    let file = try TemporaryFile(data)
    let weights = try WeightsFile(path: file.path)
    #expect(weights.classCount == 4)
    #expect(weights.metadata["model_id"] == "random-1")
    let digest = try SHA256Digest(of: [UInt8](data)).hexadecimal
    #expect(weights.sha256 == digest)
    #expect(weights.path == file.path)
  }

  @Test("lends the numbers that were written")
  func numbers() throws {
    let file = try TemporaryFile(try RandomWeights.fourClasses.get())
    let weights = try WeightsFile(path: file.path)
    for tensor in try RandomWeights.fourClassWriter.get().tensors {
      #expect(weights.withTensor(tensor.name) { Array($0) } == tensor.values)
    }
  }

  @Test("of two to a thousand classes opens", arguments: [2, 8, 1000])
  func classCounts(classCount: Int) throws {
    let writer = try RandomWeights.writer(classCount: classCount, seed: 2)
    let file = try TemporaryFile(try writer.file())
    #expect(try WeightsFile(path: file.path).classCount == classCount)
  }

  @Test("is unmapped when it is no longer used")
  func unmapped() throws {
    let file = try TemporaryFile(try RandomWeights.fourClasses.get())
    func isMapped() throws -> Bool {
      // Foundation's reading of a whole file ends after the first page of one that tells no size.
      let maps = try #require(try FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd())
      return String(decoding: maps, as: UTF8.self).contains(file.path)
    }
    do {
      let weights = try WeightsFile(path: file.path)
      #expect(try isMapped())
      withExtendedLifetime(weights) {}
    }
    #expect(try !isMapped())
  }

  @Test("that is missing is refused")
  func missing() {
    expectRefusal(of: "/no/such/weights", .missing(file: "/no/such/weights"))
  }

  @Test("that is a directory is refused")
  func directory() {
    let path = FileManager.default.temporaryDirectory.path
    expectRefusal(of: path, .notAFile(file: path))
  }

  @Test("that is a pipe nobody writes is refused without waiting", .timeLimit(.minutes(1)))
  func pipe() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    expectRefusal(of: path, .notAFile(file: path))
  }

  @Test("that is a device is refused")
  func device() { expectRefusal(of: "/dev/null", .notAFile(file: "/dev/null")) }

  @Test("that may not be read is refused", .enabled(if: geteuid() != 0, "root may read anything"))
  func unreadable() throws {
    let file = try TemporaryFile(Data([1]))
    try #require(chmod(file.path, 0) == 0)
    expectRefusal(of: file.path, .unreadable(file: file.path, call: "open", errno: EACCES))
  }

  @Test("reached through a file as if it were a directory is refused")
  func throughAFile() throws {
    let file = try TemporaryFile(Data([1]))
    let path = file.path + "/weights"
    expectRefusal(of: path, .unreadable(file: path, call: "open", errno: ENOTDIR))
  }

  @Test("that is empty is refused")
  func empty() throws { try expectRefusal(of: Data()) { .empty(file: $0) } }

  @Test("that is larger than any such file is refused before it is read")
  func tooLarge() throws {
    let file = try TemporaryFile(Data([1]))
    try #require(truncate(file.path, WeightsFile.byteLimit + 1) == 0)
    expectRefusal(
      of: file.path,
      .tooLarge(
        file: file.path, bytes: WeightsFile.byteLimit + 1, limit: WeightsFile.byteLimit))
  }

  @Test(
    "that is no safetensors file is refused",
    arguments: [
      Data("short".utf8), Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D]),
      Data(repeating: 0, count: 4096), Data(repeating: 0xFF, count: 4096),
      Data("{\"json\": \"but no length before it\", \"and\": [1, 2, 3]}".utf8),
    ])
  func notSafetensors(data: Data) throws {
    try expectRefusal(of: data) { .notSafetensors(file: $0) }
  }
}

/// Expects that opening `path` fails with `expected`.
func expectRefusal(
  of path: String, _ expected: WeightsError, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(throws: expected, sourceLocation: sourceLocation) { try WeightsFile(path: path) }
  #expect(expected.file == path, sourceLocation: sourceLocation)
}

/// Expects that opening a file of `data` fails with what `expected` says for the file's path.
func expectRefusal(
  of data: Data, sourceLocation: SourceLocation = #_sourceLocation,
  _ expected: (String) -> WeightsError
) throws {
  let file = try TemporaryFile(data)
  expectRefusal(of: file.path, expected(file.path), sourceLocation: sourceLocation)
}

import Foundation
import Imaging
import Testing

struct ImageFileTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("hematovision-imaging-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func read(_ url: URL) throws(ImageError) -> [UInt8] {
    try ImageFile.read(path: Array(url.path.utf8))
  }

  @Test func `a file and a link to it give its bytes`() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("a.png")
      try Data([1, 2, 3]).write(to: file)
      let link = folder.appendingPathComponent("b.png")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      #expect(try read(file) == [1, 2, 3])
      #expect(try read(link) == [1, 2, 3])
    }
  }

  @Test func `names that are not valid text are read too`() throws {
    try withFolder { folder in
      let path = Array(folder.path.utf8) + [0x2F, 0xFF, 0x1B, 0x5B, 0xFE]
      let name = path.map { CChar(bitPattern: $0) } + [0]
      let file = try #require(fopen(name, "w"))
      fputs("xy", file)
      fclose(file)
      #expect(try ImageFile.read(path: path) == Array("xy".utf8))
    }
  }

  @Test func `what is no regular file is refused by kind and never waited for`() throws {
    try withFolder { folder in
      let pipe = folder.appendingPathComponent("pipe.png")
      #expect(mkfifo(pipe.path, 0o600) == 0)
      #expect(throws: ImageError.notAFile(.namedPipe)) { try read(pipe) }
      #expect(throws: ImageError.notAFile(.directory)) { try read(folder) }
      let device = URL(fileURLWithPath: "/dev/null")
      #expect(throws: ImageError.notAFile(.characterDevice)) { try read(device) }
    }
  }

  @Test func `missing, dangling, looping and badly named are told apart`() throws {
    try withFolder { folder in
      let missing = folder.appendingPathComponent("none.png")
      #expect(throws: ImageError.notFound) { try read(missing) }
      let dangling = folder.appendingPathComponent("dangling.png")
      try FileManager.default.createSymbolicLink(at: dangling, withDestinationURL: missing)
      #expect(throws: ImageError.danglingLink) { try read(dangling) }
      let loop = folder.appendingPathComponent("loop.png")
      try FileManager.default.createSymbolicLink(at: loop, withDestinationURL: loop)
      #expect(throws: ImageError.danglingLink) { try read(loop) }
      #expect(throws: ImageError.badName) { try ImageFile.read(path: []) }
      #expect(throws: ImageError.badName) { try ImageFile.read(path: [0x61, 0, 0x62]) }
      let long = [UInt8](repeating: 0x61, count: 70_000)
      #expect(throws: ImageError.badName) { try ImageFile.read(path: long) }
      let empty = folder.appendingPathComponent("empty.png")
      try Data().write(to: empty)
      #expect(throws: ImageError.emptyFile) { try read(empty) }
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `a file without permission is told apart from a missing one`() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("secret.png")
      try Data([1]).write(to: file)
      chmod(file.path, 0)
      #expect(throws: ImageError.permissionDenied) { try read(file) }
    }
  }

  @Test func `a file over the limit is refused before it is read`() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("sparse.png")
      #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
      #expect(truncate(file.path, (64 << 20) + 1) == 0)
      #expect(throws: ImageError.fileTooLarge(bytes: (64 << 20) + 1, limit: 64 << 20)) {
        try read(file)
      }
    }
  }
}

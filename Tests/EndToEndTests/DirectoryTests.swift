import Foundation
import Glibc
import TestSupport
import Testing

extension EndToEnd {
  /// A directory that changes while the technician works in it, on the real disk.
  @Suite struct DirectoryTests {
    @Test func `new pictures appear, gone ones are said to be gone, answers stay`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(4)
        let directory = try place.pictures(Array(samples.prefix(2)))
        let screen = try place.station(directory)
        try await screen.wait(for: "pictures 1/2")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        try await screen.answer("9", saved: samples[0].name)
        try await screen.wait(for: "pictures 2/2")

        // A microscope writes a picture piece by piece, another one into a directory of its own.
        let bytes = try Data(
          contentsOf: Sample.directory.appendingPathComponent(samples[2].name))
        let descriptor = open("\(directory)/zz-new.jpg", O_WRONLY | O_CREAT, 0o644)
        try #require(descriptor >= 0)
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: bytes.prefix(1_000))
        try? await Task.sleep(for: .milliseconds(300))
        #expect(try !screen.text().contains("zz-new.jpg"), "a half-written file was taken")
        try file.write(contentsOf: bytes.dropFirst(1_000))
        try file.close()
        try await screen.wait(for: "pictures 2/3")
        try await screen.wait(for: "zz-new.jpg")
        try FileManager.default.createDirectory(
          atPath: "\(directory)/slide-2", withIntermediateDirectories: false)
        try FileManager.default.copyItem(
          at: Sample.directory.appendingPathComponent(samples[3].name),
          to: URL(fileURLWithPath: "\(directory)/slide-2/\(samples[3].name)"))
        try await screen.wait(for: "/4")

        // The reviewed picture goes; its row and its answer stay, and so does the selection.
        try FileManager.default.removeItem(atPath: "\(directory)/\(samples[0].name)")
        try await screen.wait(for: ", 1 gone")
        let lines = try screen.lines()
        #expect(lines.contains { $0.contains(samples[0].name) && $0.contains("gone") })
        #expect(lines.contains { $0.contains("> ") && $0.contains(samples[1].name) })
        try await screen.wait(for: "pictures 1/4")

        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        #expect(try await place.reviewed().map { $0["image_path_rel"] } == [samples[0].name])
        try await place.expectWholeLog()
      }
    }

    @Test func `a picture that is written anew is drawn anew and has a review of its own`()
      async throws
    {
      try await Workplace.use { place in
        let samples = try await Sample.single(2)
        let directory = try place.pictures([samples[0]])
        let path = "\(directory)/\(samples[0].name)"
        let screen = try place.station(directory)
        try await screen.wait(for: "pictures 1/1")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        try await screen.answer("9", saved: samples[0].name)
        try await screen.wait(for: "pictures 1/1")
        let other = try Data(
          contentsOf: Sample.directory.appendingPathComponent(samples[1].name))
        try other.write(to: URL(fileURLWithPath: path), options: .atomic)
        try await screen.wait(for: "holds another picture now")
        try await screen.wait(for: "pictures 0/1")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
        #expect(try await place.reviewed().count == 1)
      }
    }

    @Test func `the tree of directories leads to the first open picture of each`() async throws {
      try await Workplace.use { place in
        let directory = try place.pictures(try await Sample.single(2), times: 3)
        let screen = try place.station(directory)
        try await screen.wait(for: "pictures 1/6")
        try screen.press("t")
        try await screen.wait(for: "reviewed")
        try screen.press("/")
        try screen.press("3")
        try screen.press("Enter")
        try await screen.wait(for: "\(directory)/3")
        try screen.press("Enter")
        try await screen.wait(for: "3: the first open picture")
        try await screen.wait(for: "pictures 5/6")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)
      }
    }

    @Test(.enabled(if: Watches.canBeLimited, "needs a user namespace of its own"))
    func `where watches are used up it is said, and new pictures still appear`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(2)
        let directory = try place.pictures([samples[0]], times: 6)
        let screen = try place.terminal(
          Watches.limited(to: 3) + [Workplace.binary, "review", directory])
        try await screen.wait(for: "pictures 1/6")
        try await screen.wait(for: "is looked at every few seconds only")
        #expect(try screen.text().contains("watches no more directories"))
        try FileManager.default.copyItem(
          at: Sample.directory.appendingPathComponent(samples[1].name),
          to: URL(fileURLWithPath: "\(directory)/6/\(samples[1].name)"))
        try await screen.wait(for: "pictures 1/7")
        try screen.press("Q")
        #expect(try await screen.exitCode() == 0)
      }
    }
  }
}

/// The kernel's limit of watched directories, lowered for one program.
enum Watches {
  /// What to put before a command.
  static func limited(to count: Int) -> [String] {
    [
      "unshare", "--user", "--map-root-user", "sh", "-c",
      "echo \(count) > /proc/sys/user/max_inotify_watches && exec \"$@\"", "sh",
    ]
  }

  static let canBeLimited: Bool = {
    let command = limited(to: 3) + ["true"]
    let program = Program(
      path: command[0], arguments: Array(command.dropFirst()),
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], directory: "/")
    return (try? program.runNow())?.code == 0
  }()
}

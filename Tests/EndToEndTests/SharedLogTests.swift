import Foundation
import Glibc
import Testing

extension EndToEnd {
  /// Several stations, and disks that fail.
  @Suite struct SharedLogTests {
    @Test func `two stations on one log at the same time both save`() async throws {
      try await Workplace.use { place in
        let samples = try await Sample.single(4)
        let directory = try place.pictures(samples)
        let ann = try place.station(directory, "--reviewer", "ann")
        let ben = try place.station(directory, "--reviewer", "ben")
        // Both are open before either classifies: else the later one reads what the other found.
        for screen in [ann, ben] { try await screen.wait(for: "pictures 1/4") }
        for screen in [ann, ben] { try screen.press("C") }
        for screen in [ann, ben] { try await screen.wait(for: "4 pictures classified") }
        try ben.press("G")
        try await ben.wait(for: "pictures 4/4")
        // Both at once.
        try? await Task.sleep(for: .milliseconds(300))
        try ann.press("9")
        try ben.press("0")
        try await ann.wait(until: "ann's answer") { TmuxScreen.isSaved(samples[0].name, on: $0) }
        try await ben.wait(until: "ben's answer") { TmuxScreen.isSaved(samples[3].name, on: $0) }
        try await ann.answer("0", saved: samples[1].name)
        for screen in [ann, ben] { try screen.press("q") }
        for screen in [ann, ben] { #expect(try await screen.exitCode() == 0) }

        let rows = try await place.reviewed()
        #expect(
          rows.map { [$0["image_path_rel"], $0["final_label"], $0["reviewer_id"]] } == [
            [samples[0].name, "OTHER", "ann"], [samples[1].name, "UNIDENTIFIED", "ann"],
            [samples[3].name, "UNIDENTIFIED", "ben"],
          ])
        try await place.expectWholeLog()
      }
    }

    // Needs the right to mount a small disk.
    @Test(.enabled(if: SmallDisk.canBeMounted, "needs root to mount a small disk"))
    func `a full disk stops reviewing, says so, and loses nothing`() async throws {
      try await Workplace.use { place in
        let disk = try SmallDisk(in: place)
        let log = "\(disk.path)/review.sqlite"
        let samples = try await Sample.single(8)
        let screen = try place.station(
          try place.pictures(samples), settings: ["HEMATOVISION_LOG=\(log)"])
        try await screen.wait(for: "pictures 1/8")
        try screen.press("C")
        try await screen.wait(for: "8 pictures classified")
        try await screen.answer("9", saved: samples[0].name)

        try disk.fill()
        try? await Task.sleep(for: .milliseconds(250))
        try screen.press("9")
        try await screen.wait(for: "NOT SAVED (1)")
        let refused = try screen.text()
        #expect(refused.contains("is full"))
        #expect(refused.contains("LOG FAILED"))
        try screen.press("0")
        try await screen.wait(for: "NOT SAVED (1)")
        try screen.press("q")
        try await screen.wait(for: "1 entry is not in the log")
        try screen.press("n")
        try await screen.wait(for: "NOT SAVED (1)")
        try screen.press("R")
        try await screen.wait(for: "NOT SAVED (1)")

        disk.empty()
        try screen.press("R")
        try await screen.wait(for: "1 held back: saved")
        try await screen.wait(for: "log ok")
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)

        let export = try await place.run("export", "--log", log)
        let rows = try CSVTable(export.output).rows
        #expect(rows.map { $0["image_path_rel"] } == samples.prefix(2).map(\.name))
        #expect(try await place.run("verify", "--log", log).code == 0)
      }
    }

    @Test(.enabled(if: SmallDisk.canBeMounted, "needs root to mount a small disk"))
    func `a read-only disk is refused at the start, and its log can still be read`() async throws {
      try await Workplace.use { place in
        let disk = try SmallDisk(in: place)
        let log = "\(disk.path)/review.sqlite"
        let samples = try await Sample.single(2)
        let directory = try place.pictures(samples)
        let screen = try place.station(directory, "--log", log)
        try await screen.wait(for: "pictures 1/2")
        try screen.press("c")
        try await screen.wait(for: "1 white cell found")
        try await screen.answer("9", saved: samples[0].name)
        try screen.press("q")
        #expect(try await screen.exitCode() == 0)

        try disk.makeReadOnly()
        let next = try place.station(directory, "--log", log)
        #expect(try await next.exitCode() == 3)
        try await next.wait(for: "hematovision: the review log")
        #expect(try await place.run("verify", "--log", log).code == 0)
        let export = try await place.run("export", "--log", log)
        #expect(try CSVTable(export.output).rows.count == 1)
      }
    }
  }
}

/// A disk of a few hundred kilobytes in memory.
struct SmallDisk {
  let path: String
  private var filler: String { "\(path)/filler" }

  init(in place: Workplace) throws {
    path = place.root.appendingPathComponent("disk").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try #require(Self.call("mount", "-t", "tmpfs", "-o", "size=1m", "none", path))
    let path = path
    place.atEnd { _ = Self.call("umount", "-l", path) }
  }

  /// Whether this account may mount.
  static let canBeMounted: Bool = {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("hv-mount-\(UUID().uuidString)").path
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return call("mount", "-t", "tmpfs", "-o", "size=64k", "none", path) && call("umount", path)
  }()

  /// Leaves not one byte free.
  func fill() throws {
    try #require(Self.call("sh", "-c", "! cat /dev/zero > '\(filler)' 2> /dev/null"))
  }

  func empty() { unlink(filler) }

  func makeReadOnly() throws { try #require(Self.call("mount", "-o", "remount,ro", path)) }

  private static func call(_ path: String, _ arguments: String...) -> Bool {
    let program = Program(
      path: path, arguments: arguments,
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], directory: "/")
    return (try? program.runNow())?.code == 0
  }
}

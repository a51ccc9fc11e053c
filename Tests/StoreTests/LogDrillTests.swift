import Foundation
import Review
import Store
import TestSupport
import Testing

/// Kills and starves a writer in another process: what it said to be saved must be there.
///
/// `HEMATOVISION_DRILL_ROUNDS` sets how many times it is killed (20 when unset).
struct LogDrillTests {
  let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  /// The program built beside the tests.
  static let drill: String =
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("log-drill").path

  private static let rounds =
    ProcessInfo.processInfo.environment["HEMATOVISION_DRILL_ROUNDS"].flatMap { Int($0) } ?? 20

  /// The numbers of `saved N` lines.
  private func saved(_ output: String) -> [Int] {
    output.split(separator: "\n").compactMap { line in
      line.hasPrefix("saved ") ? Int(line.dropFirst(6)) : nil
    }
  }

  /// Identifiers of a session's records, after the log was found intact.
  private func recorded(session: String, in fixture: LogFixture) throws -> [String] {
    let report = try LogVerifier.verify(fixture.path)
    #expect(report.faults == [])
    let log = try fixture.open(session: "check")
    defer { try? log.close() }
    return try log.records(after: 0).filter { $0.identity.session == session }
      .map(\.entry.id.rawValue)
  }

  @Test func `killed at a random instant, it has kept all that it said to be saved`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    var savedInAll = 0
    var fixture = fixture
    for round in 1...Self.rounds {
      // Several deaths a log, but not so many that reading it takes all the time.
      if round % 10 == 0 { fixture = try LogFixture() }
      let session = "r\(round)"
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Self.drill)
      process.arguments = ["write", fixture.path, session, "100000"]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      usleep(UInt32.random(in: 0...150_000, using: &random))
      kill(process.processIdentifier, SIGKILL)
      let output = String(
        decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      let said = saved(output)
      savedInAll += said.count
      if FileManager.default.fileExists(atPath: fixture.path) {
        // A log killed while it was being made is made again by the next one that opens it.
        try fixture.open(session: "next").close()
        let kept = try recorded(session: session, in: fixture)
        // One more than said may be there: written, and killed before it could say so.
        #expect((said.count...said.count + 1).contains(kept.count), "seed \(seed) round \(round)")
        #expect(kept == (1...max(1, kept.count)).prefix(kept.count).map { "\(session).\($0)" })
      } else {
        #expect(said.isEmpty)
      }
    }
    #expect(savedInAll > 0, "the drill must get somewhere before it is killed")
  }

  @Test(arguments: ["sync", "write"], [1, 2, 5, 9, 14])
  func `after a failed disk nothing more is written until the log is reopened`(
    kind: String, call: Int
  ) throws {
    try fixture.open().close()
    let (status, output) = try run(
      Self.drill, ["write", fixture.path, "s", "50", kind, "\(call)", "1"])
    // An early failure may strike while the log is opened, which is then refused.
    if output.contains("cannot open") {
      #expect(output.contains("inputOutput"), "\(output)")
      #expect(try recorded(session: "s", in: fixture) == [])
      return
    }
    #expect(status == 1)
    let failures = output.split(separator: "\n").filter { $0.hasPrefix("failed") }
    #expect(failures.count == 3)
    #expect(failures.first?.contains("inputOutput") == true, "\(output)")
    #expect(failures.dropFirst().allSatisfy { $0.contains("poisoned") }, "\(output)")
    let said = saved(output)
    let kept = try recorded(session: "s", in: fixture)
    #expect(kept.prefix(said.count) == said.map { "s.\($0)" }[...])
    #expect(kept.count <= said.count + 1)
    // Trying again in a new process neither doubles nor loses.
    #expect(try run(Self.drill, ["write", fixture.path, "s", "50"]).status == 0)
    #expect(try recorded(session: "s", in: fixture) == (1...50).map { "s.\($0)" })
  }

  @Test(arguments: [8, 20, 33])
  func `a full disk is told, loses nothing, and writing goes on when there is room`(
    call: Int
  ) throws {
    try fixture.open().close()
    let (status, output) = try run(
      Self.drill, ["write", fixture.path, "s", "30", "full", "\(call)", "2"])
    if output.contains("cannot open") {
      #expect(output.contains("diskFull"), "\(output)")
      return
    }
    #expect(output.contains("diskFull") && !output.contains("poisoned"), "\(output)")
    #expect(status == 0)
    #expect(saved(output) == Array(1...30))
    #expect(try recorded(session: "s", in: fixture) == (1...30).map { "s.\($0)" })
  }
}

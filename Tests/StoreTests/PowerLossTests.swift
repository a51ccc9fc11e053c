import Foundation
import Review
import Store
import TestSupport
import Testing

/// Rebuilds what a loss of power may leave of a recorded session: what was said to be saved is there,
/// and the log is whole.
///
/// `HEMATOVISION_POWER_CASES` sets how many losses are tried (150 when unset).
struct PowerLossTests {
  private static let cases =
    ProcessInfo.processInfo.environment["HEMATOVISION_POWER_CASES"].flatMap { Int($0) } ?? 150

  @Test func `whatever a loss of power leaves, saved entries are in it`() throws {
    let recording = try LogFixture()
    let traceFile = recording.directory + "/trace"
    let (status, output) = try run(
      LogDrillTests.drill, ["record", recording.path, "s", "300", traceFile])
    try #require(status == 0, "\(output)")
    let trace = try DiskTrace(contentsOf: traceFile)
    #expect(trace.promised(after: trace.steps.count) == 300)
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let fixture = try LogFixture()
    var lost = 0
    for _ in 0..<Self.cases {
      let cut = Int.random(in: 0...trace.steps.count, using: &random)
      for name in try FileManager.default.contentsOfDirectory(atPath: fixture.directory) {
        try FileManager.default.removeItem(atPath: fixture.directory + "/" + name)
      }
      for (suffix, bytes) in trace.filesLeft(after: cut, using: &random) {
        try Data(bytes).write(to: URL(fileURLWithPath: fixture.path + suffix))
      }
      let promised = trace.promised(after: cut)
      let log = try fixture.open(session: "after")
      let kept = try log.records(after: 0).map(\.entry.id.rawValue)
      #expect(kept.count >= promised, "seed \(seed) cut \(cut)")
      #expect(kept == (1...301).prefix(kept.count).map { "s.\($0)" }, "seed \(seed) cut \(cut)")
      if kept.count == promised { lost += 1 }
      try log.append(LogFixture.decisions(1, session: "after"))
      try log.close()
      #expect(try LogVerifier.verify(fixture.path).faults == [], "seed \(seed) cut \(cut)")
    }
    #expect(lost > 0, "some losses must take what was not yet promised")
  }
}

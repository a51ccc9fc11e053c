import Foundation
import Review
import Store
import Synchronization
import Testing

/// A clock that jumps backwards in the middle of a session, as it does when a machine is set right.
struct ClockTests {
  @Test func `the log's order decides, and every record keeps the time it was given`() throws {
    let fixture = try LogFixture()
    // The second and third answers are given an hour "before" the first.
    let times = Mutex<[Int64]>([7_200_000, 3_600_000, 3_601_000])
    let log = try ReviewLog(
      path: fixture.path, identity: LogIdentity(reviewer: "kbm", host: "h", session: "s"),
      clock: {
        Timestamp(utcMilliseconds: times.withLock { $0.removeFirst() }, offsetMinutes: 0)
      })
    func answer(_ number: Int, _ label: String, supersedes: Int?) throws {
      try log.append([
        LogEntry(
          id: EntryID(session: "s", number: number),
          event: .decided(
            LogFixture.decision(
              label: label, supersedes: supersedes.map { EntryID(session: "s", number: $0) })))
      ])
    }
    try answer(1, "NEUTROPHIL", supersedes: nil)
    try answer(2, "MONOCYTE", supersedes: 1)
    try answer(3, "LYMPHOCYTE", supersedes: 2)
    let trail = try log.records(about: ImagePath("/slides/a/0001.png"))
    #expect(trail.map(\.sequence) == [1, 2, 3])
    #expect(trail.map(\.time.utcMilliseconds) == [7_200_000, 3_600_000, 3_601_000])
    let cell = try #require(ReviewState(trail)[ImagePath("/slides/a/0001.png")].cells.first)
    #expect(cell.verdict?.label.rawValue == "LYMPHOCYTE", "what the differential counts")
    let file = fixture.directory + "/out.csv"
    let export = ReviewedExport(log: log, classes: [], notice: "Research use only.")
    #expect(try export.write(.csv, to: file, overwrite: false).rows == 1)
    let row = try #require(
      String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline).last)
    #expect(row.contains("LYMPHOCYTE") && row.contains("1970-01-01T01:00:01.000Z"))
    try log.close()
    #expect(try LogVerifier.verify(fixture.path).isIntact)
  }
}

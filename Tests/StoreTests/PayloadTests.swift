import Foundation
import GRDB
import Review
import Store
import Testing

/// Pins the bytes of the file format: a log of today has to be read for years.
struct PayloadTests {
  @Test func `every kind of event has the text that earlier logs hold`() throws {
    let fixture = try LogFixture()
    let entries = LogFixture.everyKind.enumerated().map {
      LogEntry(id: EntryID(session: "s", number: $0), event: $1)
    }
    let records = try fixture.open().append(entries)
    let queue = try DatabaseQueue(path: fixture.path)
    let found = try queue.read { db in
      try Row.fetchAll(db, sql: "SELECT kind, payload FROM entry ORDER BY sequence")
        .map { "\($0[0] as String) \($0[1] as String)" }
    }
    if ProcessInfo.processInfo.environment["HEMATOVISION_RECORD"] != nil {
      // A recording never passes unseen; and whoever records breaks every older log.
      try (found.joined(separator: "\n") + "\n")
        .write(toFile: testFile("payloads.txt"), atomically: true, encoding: .utf8)
      Issue.record("recorded payloads.txt")
    }
    let golden = try String(
      contentsOfFile: testFile("payloads.txt"), encoding: .utf8)
    #expect(found.joined(separator: "\n") + "\n" == golden)
    // Over the columns above, fixed times and names; also computed by verify_log.py.
    #expect(records.last?.hash == Self.goldenHash)
  }

  static let goldenHash =
    "6ab83be07a888b8929db99111220ae1d9d768a44468a2b91030c61c23f056653"
}

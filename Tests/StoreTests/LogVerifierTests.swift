import Foundation
import GRDB
import Review
import Store
import TestSupport
import Testing

struct LogVerifierTests {
  let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  /// A log of ten decisions, closed; returns its records.
  @discardableResult
  private func fill(_ count: Int = 10) throws -> [LogRecord] {
    let log = try fixture.open()
    defer { try? log.close() }
    return try log.append(LogFixture.decisions(count))
  }

  @Test func `an untouched log is intact and its head is told`() throws {
    let records = try fill()
    let report = try LogVerifier.verify(fixture.path)
    #expect(report.isIntact)
    #expect(report.recordCount == 10)
    #expect(report.head == LogHead(sequence: 10, hash: records[9].hash))
    #expect(report.file == fixture.path)
  }

  @Test func `a log of every kind of event is intact`() throws {
    let entries = LogFixture.everyKind.enumerated().map {
      LogEntry(id: EntryID(session: "s", number: $0), event: $1)
    }
    try fixture.open().append(entries)
    #expect(try LogVerifier.verify(fixture.path).faults == [])
  }

  @Test(.enabled(if: pythonIsPresent, "needs python3 as an independent verifier"))
  func `a verifier written from the documentation agrees`() throws {
    let entries = LogFixture.everyKind.enumerated().map {
      LogEntry(id: EntryID(session: "s", number: $0), event: $1)
    }
    let log = try fixture.open()
    let last = try #require(try log.append(entries).last)
    try log.close()
    let script = testFile("verify_log.py")
    let (status, output) = try run("python3", [script, fixture.path])
    #expect(output == "ok \(entries.count) \(last.hash)\n")
    #expect(status == 0)
    try fixture.attack("UPDATE entry SET offset_minutes = -60 WHERE sequence = 6")
    #expect(try run("python3", [script, fixture.path]).status == 1)
  }

  @Test(
    arguments: [
      ("UPDATE entry SET reviewer = 'x' WHERE sequence = 4", [.edited(sequence: 4)]),
      (
        "UPDATE entry SET payload = replace(payload, 'NEUTROPHIL', 'MONOCYTE') WHERE sequence = 10",
        [.edited(sequence: 10)]
      ),
      ("UPDATE entry SET utc_ms = utc_ms - 1 WHERE sequence = 1", [.edited(sequence: 1)]),
      ("UPDATE entry SET image_sha256 = NULL WHERE sequence = 2", [.edited(sequence: 2)]),
      (
        "UPDATE entry SET hash = replace(hash, '0', '1') WHERE sequence = 4",
        [.edited(sequence: 4), .notFollowing(sequence: 5)]
      ),
      ("DELETE FROM entry WHERE sequence = 4", [.missing(4...4)]),
      ("DELETE FROM entry WHERE sequence < 4", [.missing(1...3)]),
      (
        "DELETE FROM entry WHERE sequence IN (3, 6, 7)",
        [.missing(3...3), .missing(6...7)]
      ),
      (
        """
        DELETE FROM entry WHERE sequence = 8;
        UPDATE entry SET sequence = sequence + 100 WHERE sequence > 8;
        UPDATE entry SET sequence = sequence - 101 WHERE sequence > 100
        """,
        [.moved(sequence: 8, original: 9), .moved(sequence: 9, original: 10)]
      ),
      (
        """
        UPDATE entry SET sequence = 100 WHERE sequence = 4;
        UPDATE entry SET sequence = 4 WHERE sequence = 7;
        UPDATE entry SET sequence = 7 WHERE sequence = 100
        """,
        [
          .moved(sequence: 4, original: 7), .notFollowing(sequence: 5),
          .moved(sequence: 7, original: 4), .notFollowing(sequence: 8),
        ]
      ),
      (
        """
        INSERT INTO entry SELECT 11, 'foreign', utc_ms, offset_minutes, session, reviewer, host, kind,
          image_path, directory, image_sha256, payload, hash, hash FROM entry WHERE sequence = 10
        """,
        [.edited(sequence: 11)]
      ),
    ] as [(String, [VerificationFault])])
  func `an attack is told for what it is`(sql: String, expected: [VerificationFault]) throws {
    try fill()
    try fixture.attack(sql)
    let report = try LogVerifier.verify(fixture.path)
    // After a swap the neighbours do not follow; that may be told as well, and no other row.
    #expect(report.faults == expected)
    #expect(report.faultCount == report.faults.count)
  }

  @Test func `a row put in between is found`() throws {
    try fill()
    try fixture.attack(
      """
      UPDATE entry SET sequence = sequence + 100 WHERE sequence > 5;
      UPDATE entry SET sequence = sequence - 99 WHERE sequence > 100;
      INSERT INTO entry SELECT 6, 'foreign', utc_ms, offset_minutes, session, reviewer, host, kind,
        image_path, directory, image_sha256, payload, hash, hash FROM entry WHERE sequence = 5
      """)
    let report = try LogVerifier.verify(fixture.path)
    #expect(report.faults.first == .edited(sequence: 6))
    #expect(report.faultCount == 6)
  }

  @Test func `a tail cut off is found with an anchor only`() throws {
    let records = try fill()
    try fixture.attack("DELETE FROM entry WHERE sequence > 7")
    #expect(try LogVerifier.verify(fixture.path).isIntact, "a chain alone cannot know its end")
    let anchor = LogHead(sequence: 10, hash: records[9].hash)
    #expect(
      try LogVerifier.verify(fixture.path, anchors: [anchor]).faults
        == [.anchorMissing(expected: anchor, found: nil)])
    let older = LogHead(sequence: 5, hash: records[4].hash)
    #expect(try LogVerifier.verify(fixture.path, anchors: [older]).isIntact)
  }

  @Test func `a log made anew is found with an anchor only`() throws {
    // Same people, same times, one answer changed, every hash computed again: the strongest attack.
    let records = try fill()
    let anchor = LogHead(sequence: 10, hash: records[9].hash)
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: fixture.path + suffix)
    }
    var entries = LogFixture.decisions(10)
    entries[3] = LogEntry(
      id: entries[3].id,
      event: .decided(LogFixture.decision(of: ImagePath("/slides/a/4.png"), label: "MONOCYTE")))
    let forged = try fixture.open()
    let forgedRecords = try forged.append(entries)
    try forged.close()
    #expect(try LogVerifier.verify(fixture.path).isIntact, "a chain alone cannot know its author")
    #expect(
      try LogVerifier.verify(fixture.path, anchors: [anchor]).faults
        == [.anchorMissing(expected: anchor, found: forgedRecords[9].hash)])
  }

  @Test func `rows of another log do not fit in`() throws {
    try fill()
    let other = try LogFixture()
    let log = try other.open(session: "s2")
    try log.append(LogFixture.decisions(10, session: "s2"))
    try log.close()
    try fixture.attack(
      """
      DELETE FROM entry WHERE sequence > 5;
      ATTACH DATABASE '\(other.path)' AS other;
      INSERT INTO entry SELECT * FROM other.entry WHERE sequence > 5;
      DETACH DATABASE other
      """)
    #expect(try LogVerifier.verify(fixture.path).faults == [.notFollowing(sequence: 6)])
  }

  @Test(arguments: [
    ("DROP TRIGGER entry_is_never_updated", "entry_is_never_updated"),
    ("DROP INDEX entry_by_image", "entry_by_image"),
    ("CREATE TRIGGER mine AFTER INSERT ON entry BEGIN SELECT 1; END", "mine"),
    (
      "DROP TRIGGER entry_is_never_deleted; CREATE TRIGGER entry_is_never_deleted BEFORE DELETE"
        + " ON entry BEGIN SELECT 1; END", "entry_is_never_deleted"
    ),
  ])
  func `a changed guard is found, and such a log is not opened`(
    sql: String, object: String
  ) throws {
    try fill()
    let queue = try DatabaseQueue(path: fixture.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
    #expect(try LogVerifier.verify(fixture.path).faults == [.alteredSchema(object: object)])
    #expect(throws: StoreError.alteredSchema(file: fixture.path, object: object)) {
      try fixture.open()
    }
    #expect(throws: StoreError.alteredSchema(file: fixture.path, object: object)) {
      try fixture.open(access: .readOnly)
    }
  }

  @Test func `verifying leaves the file as it was`() throws {
    try fill()
    let before = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
    _ = try LogVerifier.verify(fixture.path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.path)) == before)
  }

  @Test func `flipped bytes never pass as another record`() throws {
    let records = try fill(40)
    let clean = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
    let seed: UInt64 = 20_261_122
    var random = SeededGenerator(seed: seed)
    var told = 0
    for _ in 0..<150 {
      var bytes = clean
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] ^= UInt8.random(in: 1...255, using: &random)
      try bytes.write(to: URL(fileURLWithPath: fixture.path))
      for suffix in ["-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: fixture.path + suffix)
      }
      guard let report = try? LogVerifier.verify(fixture.path), report.isIntact else {
        told += 1
        continue
      }
      // Free space and counters hold no record: then every record must be what it was.
      let read = try fixture.open(access: .readOnly).records(after: 0)
      #expect(read == records, "seed \(seed), byte \(place)")
    }
    #expect(told > 50, "the flips must hit something")
  }
}

import Foundation
import GRDB
import Review
import Store
import Testing

struct ReviewLogTests {
  let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  private func numbered(_ events: [LogEvent], session: String = "s1") -> [LogEntry] {
    events.enumerated().map { index, event in
      LogEntry(id: EntryID(session: session, number: index + 1), event: event)
    }
  }

  @Test func `what was appended is read back the same`() throws {
    let entries = numbered(LogFixture.everyKind)
    let written = try fixture.open().append(entries)
    #expect(written.map(\.entry) == entries)
    #expect(written.map(\.sequence) == Array(1...Int64(entries.count)))
    let log = try fixture.open(access: .readOnly)
    #expect(try log.records(after: 0) == written)
    #expect(try log.count == entries.count)
    #expect(try log.head == LogHead(sequence: Int64(entries.count), hash: written.last!.hash))
    #expect(written[0].time.offsetMinutes == 60)
    #expect(written[0].identity.reviewer == "kbm")
  }

  @Test func `an empty log has no records and a head of zeros`() throws {
    let log = try fixture.open()
    #expect(try log.head == LogHead(sequence: 0, hash: String(repeating: "0", count: 64)))
    #expect(try log.records(after: 0).isEmpty)
    #expect(try log.append([]).isEmpty)
  }

  @Test func `the file is readable by its owner only and needs no directory beforehand`() throws {
    let path = fixture.directory + "/new/deep/log.db"
    let log = try ReviewLog(
      path: path, identity: LogIdentity(reviewer: "k", host: "h", session: "s"),
      clock: { Timestamp(utcMilliseconds: 0, offsetMinutes: 0) })
    try log.append(LogFixture.decisions(1))
    for name in [path, path + "-wal", path + "-shm"] {
      var status = stat()
      #expect(stat(name, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: fixture.directory + "/new/deep")
    #expect(left.sorted() == ["log.db", "log.db-shm", "log.db-wal"], "the probe cleans up")
  }

  @Test func `a local disk gets a write-ahead log`() throws {
    #expect(try fixture.open().journalMode == .wal)
  }

  @Test func `an append that is repeated is not doubled`() throws {
    let log = try fixture.open()
    let first = try log.append(LogFixture.decisions(2))
    #expect(try log.append(LogFixture.decisions(3)).prefix(2) == first[...])
    #expect(try log.count == 3)
  }

  @Test func `the same identifier with another content is refused and nothing is written`() throws {
    let log = try fixture.open()
    try log.append(LogFixture.decisions(1))
    let other = LogEntry(
      id: EntryID(session: "s1", number: 1),
      event: .decided(LogFixture.decision(label: "MONOCYTE")))
    #expect(throws: StoreError.conflictingEntry(file: fixture.path, id: "s1.1")) {
      try log.append(LogFixture.decisions(1, from: 2) + [other])
    }
    #expect(try log.count == 1)
  }

  @Test func `a number that is no number is refused`() throws {
    let log = try fixture.open()
    let suggestion = Suggestion(
      probabilities: [ClassProbability(label: Label(rawValue: "X"), probability: .nan)],
      label: Label(rawValue: "X"), status: .ok)
    let entry = LogEntry(
      id: EntryID(rawValue: "a"), event: .decided(LogFixture.decision(suggestion: suggestion)))
    #expect {
      try log.append([entry])
    } throws: { error in
      if case StoreError.unstorableEntry(id: "a", _) = error { true } else { false }
    }
  }

  @Test(arguments: ["", "nul\u{0}inside"])
  func `an identifier that SQLite would cut is refused`(id: String) throws {
    let log = try fixture.open()
    let entry = LogEntry(id: EntryID(rawValue: id), event: LogFixture.everyKind[0])
    #expect(throws: StoreError.self) { try log.append([entry]) }
    #expect(try log.count == 0)
  }

  @Test func `records are found by directory, byte for byte`() throws {
    let names: [[UInt8]] = [
      Array("/s/a/1.png".utf8), Array("/s/a/b/2.png".utf8), Array("/s/a0/3.png".utf8),
      Array("/s/a".utf8) + [0xFF] + Array("/4.png".utf8),
      Array("/s/a".utf8) + [0xFE] + Array("/5.png".utf8), Array("/6.png".utf8),
    ]
    let log = try fixture.open()
    try log.append(
      names.enumerated().map {
        LogEntry(
          id: EntryID(session: "s", number: $0),
          event: .decided(LogFixture.decision(of: ImagePath(bytes: $1))))
      })
    func found(_ directory: [UInt8], below: Bool = false) throws -> [Int64] {
      try log.records(inDirectory: ImagePath(bytes: directory), includingBelow: below)
        .map(\.sequence)
    }
    #expect(try found(Array("/s/a".utf8)) == [1])
    #expect(try found(Array("/s/a".utf8), below: true) == [1, 2])
    #expect(try found(Array("/s/a".utf8) + [0xFF]) == [4])
    #expect(try found(Array("/s/a".utf8) + [0xFE]) == [5])
    #expect(try found(Array("/".utf8)) == [6])
    #expect(try found(Array("/".utf8), below: true) == [1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: [
    "UPDATE entry SET reviewer = 'x'", "DELETE FROM entry WHERE sequence = 1",
    "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE sequence = 1",
    "INSERT OR REPLACE INTO entry SELECT sequence + 2, entry_id, 0, 0, '', '', '', '', '', x'', '',"
      + " '', (SELECT hash FROM entry WHERE sequence = 2), '' FROM entry WHERE sequence = 1",
    "INSERT INTO entry SELECT 9, 'new', 0, 0, '', '', '', '', '', x'', '', '', hash, ''"
      + " FROM entry WHERE sequence = 2",
    "INSERT INTO entry SELECT 3, 'new', 0, 0, '', '', '', '', '', x'', '', '', 'x', ''"
      + " FROM entry WHERE sequence = 2",
  ])
  func `the file itself refuses to be changed`(sql: String) throws {
    let log = try fixture.open()
    let written = try log.append(LogFixture.decisions(2))
    let other = try DatabaseQueue(path: fixture.path)
    #expect {
      try other.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA recursive_triggers = OFF")
        try db.execute(sql: sql)
      }
    } throws: { error in
      (error as? DatabaseError)?.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER
    }
    #expect(try log.records(after: 0) == written)
  }

  @Test func `a log that is only read cannot be appended to and must exist`() throws {
    #expect(throws: StoreError.missing(file: fixture.path)) {
      try fixture.open(access: .readOnly)
    }
    #expect(!FileManager.default.fileExists(atPath: fixture.path))
    _ = try fixture.open()
    let log = try fixture.open(access: .readOnly)
    #expect(throws: StoreError.openedForReading(file: fixture.path)) {
      try log.append(LogFixture.decisions(1))
    }
  }

  @Test func `an edited record is not handed on`() throws {
    try fixture.open().append(LogFixture.decisions(3))
    try fixture.attack("UPDATE entry SET reviewer = 'other' WHERE sequence = 2")
    let log = try fixture.open()
    #expect(throws: StoreError.altered(file: fixture.path, sequence: 2)) {
      try log.records(after: 0)
    }
  }

  @Test func `an error of the caller's passes through a reading and poisons nothing`() throws {
    let log = try fixture.open()
    try log.append(LogFixture.decisions(3))
    #expect(throws: StoreError.diskFull(file: "elsewhere")) {
      try log.forEachRecord { _ throws(StoreError) in throw .diskFull(file: "elsewhere") }
    }
    try log.append(LogFixture.decisions(1, from: 4))
    #expect(try log.count == 4)
  }
}

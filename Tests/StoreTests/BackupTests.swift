import Dispatch
import Foundation
import GRDB
import Review
import Store
import Synchronization
import Testing

struct BackupTests {
  let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  private var copy: String { fixture.directory + "/copy.db" }

  private func files() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: fixture.directory))
  }

  @Test func `a copy is a whole log with the same records, for its owner only`() throws {
    let log = try fixture.open()
    let records = try log.append(LogFixture.decisions(20))
    let report = try LogBackup.write(fixture.path, to: copy, overwrite: false)
    #expect(report.isIntact && report.recordCount == 20)
    #expect(report.head == LogHead(sequence: 20, hash: records[19].hash))
    try log.close()
    #expect(try files() == ["log.db", "copy.db"], "nothing is left lying about")
    let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let opened = try ReviewLog(
      path: copy, identity: LogIdentity(reviewer: "k", host: "h", session: "restored"),
      clock: { Timestamp(utcMilliseconds: 0, offsetMinutes: 0) })
    #expect(opened.journalMode == .wal)
    #expect(try opened.records(after: 0) == records)
    try opened.append(LogFixture.decisions(1, session: "restored"))
  }

  @Test(arguments: [JournalMode.wal, .delete])
  func `copies made while four stations write are whole, each later one longer`(
    journal: JournalMode
  ) throws {
    try fixture.open().close()
    let queue = try DatabaseQueue(path: fixture.path)
    try queue.writeWithoutTransaction { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(journal.rawValue)")
    }
    try queue.close()
    let failures = Mutex<[String]>([])
    let counts = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 5) { station in
      do {
        guard station > 0 else {
          for round in 1...4 {
            usleep(20_000)
            let report = try LogBackup.write(
              fixture.path, to: "\(fixture.directory)/copy\(round).db", overwrite: false)
            counts.withLock { $0.append(report.recordCount) }
          }
          return
        }
        let log = try fixture.open(session: "s\(station)")
        for number in 1...60 {
          try log.append(LogFixture.decisions(1, session: "s\(station)", from: number))
        }
        try log.close()
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let found = counts.withLock { $0 }
    #expect(found == found.sorted() && found.count == 4)
    let whole = try fixture.open(access: .readOnly).records(after: 0)
    #expect(whole.count == 240)
    for (index, count) in found.enumerated() {
      let copied = try ReviewLog(
        path: "\(fixture.directory)/copy\(index + 1).db",
        identity: LogIdentity(reviewer: "k", host: "h", session: "r"),
        clock: { Timestamp(utcMilliseconds: 0, offsetMinutes: 0) }, access: .readOnly)
      #expect(try copied.records(after: 0) == Array(whole.prefix(count)))
    }
  }

  @Test func `a file is replaced only when told to, a log in use never`() throws {
    let log = try fixture.open()
    try log.append(LogFixture.decisions(3))
    try Data("mine".utf8).write(to: URL(fileURLWithPath: copy))
    #expect(throws: StoreError.alreadyExists(file: copy)) {
      try LogBackup.write(fixture.path, to: copy, overwrite: false)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == Data("mine".utf8))
    #expect(try LogBackup.write(fixture.path, to: copy, overwrite: true).recordCount == 3)
    #expect(throws: StoreError.inUse(file: fixture.path)) {
      try LogBackup.write(fixture.path, to: fixture.path, overwrite: true)
    }
    let other = try LogFixture()
    let used = try other.open()
    try used.append(LogFixture.decisions(1))
    #expect(throws: StoreError.inUse(file: other.path)) {
      try LogBackup.write(fixture.path, to: other.path, overwrite: true)
    }
    #expect(try used.count == 1)
  }

  @Test func `a log that does not verify is not copied`() throws {
    let log = try fixture.open()
    try log.append(LogFixture.decisions(5))
    try log.close()
    try fixture.attack("UPDATE entry SET reviewer = 'x' WHERE sequence = 2")
    #expect(throws: StoreError.notWhole(file: fixture.path, faultCount: 1)) {
      try LogBackup.write(fixture.path, to: copy, overwrite: false)
    }
    #expect(try files().allSatisfy { $0.hasPrefix("log.db") })
    #expect(throws: StoreError.missing(file: "/nowhere.db")) {
      try LogBackup.write("/nowhere.db", to: copy, overwrite: false)
    }
    try fixture.attack("UPDATE entry SET reviewer = 'kbm' WHERE sequence = 2")
    #expect(throws: StoreError.missing(file: fixture.directory + "/none")) {
      try LogBackup.write(fixture.path, to: fixture.directory + "/none/x.db", overwrite: false)
    }
  }
}

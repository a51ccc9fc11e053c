import Dispatch
import Foundation
import GRDB
import Review
import Store
import Synchronization
import Testing

/// Several stations on one log, and files that are not what they should be.
struct LogSharingTests {
  let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  @Test func `four connections append at once and nothing is lost or doubled`() throws {
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { station in
      do {
        let session = "s\(station)"
        let log = try fixture.open(session: session)
        for number in 1...250 {
          try log.append(LogFixture.decisions(1, session: session, from: number))
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let log = try fixture.open(access: .readOnly)
    let records = try log.records(after: 0)
    #expect(records.map(\.sequence) == Array(1...1000))
    #expect(Set(records.map(\.entry.id)).count == 1000)
    for station in 0..<4 {
      let own = records.filter { $0.identity.session == "s\(station)" }
      #expect(own.map(\.entry) == LogFixture.decisions(250, session: "s\(station)"))
    }
    #expect(try LogVerifier.verify(fixture.path).isIntact)
  }

  @Test func `a log that is made by eight at once is made once`() throws {
    for round in 0..<5 {
      let path = "\(fixture.directory)/\(round).db"
      let failures = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { station in
        do {
          let log = try ReviewLog(
            path: path,
            identity: LogIdentity(reviewer: "k", host: "h", session: "s\(station)"),
            clock: { Timestamp(utcMilliseconds: 0, offsetMinutes: 0) })
          try log.append(LogFixture.decisions(1, session: "s\(station)"))
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
      #expect(failures.withLock { $0 } == [])
      let report = try LogVerifier.verify(path)
      #expect(report.isIntact && report.recordCount == 8)
    }
  }

  @Test func `what another station wrote is seen`() throws {
    let first = try fixture.open(session: "a")
    let second = try fixture.open(session: "b")
    try first.append(LogFixture.decisions(2, session: "a"))
    #expect(try second.records(after: 1).map(\.entry.id.rawValue) == ["a.2"])
    try second.append(LogFixture.decisions(1, session: "b"))
    #expect(try first.head.sequence == 3)
  }

  @Test func `a log that another program holds is told to be locked`() throws {
    let log = try fixture.open()
    let other = try DatabaseQueue(path: fixture.path)
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      let start = Date()
      #expect(throws: StoreError.locked(file: fixture.path, waitedMilliseconds: 30_000)) {
        try log.append(LogFixture.decisions(1))
      }
      #expect(Date().timeIntervalSince(start) > 25)
      try db.execute(sql: "COMMIT")
    }
    try log.append(LogFixture.decisions(1))
    #expect(try log.count == 1)
  }

  /// A station whose disk stalls holds the lock; one fsync took up to 5.1 s (Reliability.md).
  @Test func `a lock that is held for seconds is waited for, by readers too`() throws {
    let log = try fixture.open()
    try log.append(LogFixture.decisions(1))
    try log.close()
    let other = try DatabaseQueue(path: fixture.path)
    let isHeld = DispatchSemaphore(value: 0)
    let isDone = DispatchGroup()
    DispatchQueue.global().async(group: isDone) {
      try? other.writeWithoutTransaction { db in
        _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = delete")
        try db.execute(sql: "BEGIN EXCLUSIVE")
        isHeld.signal()
        usleep(6_500_000)
        try db.execute(sql: "COMMIT")
      }
    }
    isHeld.wait()
    let start = Date()
    #expect(try LogVerifier.verify(fixture.path).isIntact)
    #expect(Date().timeIntervalSince(start) > 5)
    isDone.wait()
  }

  @Test func `a picture, a directory, a FIFO and a foreign database are no logs`() throws {
    func opening(_ path: String) -> StoreError? {
      do throws(StoreError) {
        _ = try ReviewLog(
          path: path, identity: LogIdentity(reviewer: "k", host: "h", session: "s"),
          clock: { Timestamp(utcMilliseconds: 0, offsetMinutes: 0) })
        return nil
      } catch {
        return error
      }
    }
    let picture = fixture.directory + "/cell.png"
    try Data(repeating: 0x89, count: 5000).write(to: URL(fileURLWithPath: picture))
    #expect(opening(picture) == .notADatabase(file: picture))
    #expect(opening(fixture.directory) == .notARegularFile(file: fixture.directory))
    let fifo = fixture.directory + "/fifo"
    #expect(mkfifo(fifo, 0o600) == 0)
    #expect(opening(fifo) == .notARegularFile(file: fifo))
    let foreign = fixture.directory + "/foreign.db"
    try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE mine (x)") }
    #expect(opening(foreign) == .notALog(file: foreign, applicationID: 0))
    #expect(
      opening(picture + "/log.db")
        == .directoryNotMade(directory: picture, errno: ENOTDIR))
    #expect(throws: StoreError.notADatabase(file: picture)) { try LogVerifier.verify(picture) }
    #expect(throws: StoreError.notALog(file: foreign, applicationID: 0)) {
      try LogVerifier.verify(foreign)
    }
    #expect(throws: StoreError.missing(file: "/nowhere/log.db")) {
      try LogVerifier.verify("/nowhere/log.db")
    }
  }

  @Test func `a newer log is refused with its version and left as it is`() throws {
    try fixture.open().append(LogFixture.decisions(1))
    let queue = try DatabaseQueue(path: fixture.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 7") }
    try queue.close()
    let newer = StoreError.newerSchema(file: fixture.path, found: 7, supported: 4)
    #expect(throws: newer) { try fixture.open() }
    #expect(throws: newer) { try fixture.open(access: .readOnly) }
    #expect(throws: newer) { try LogVerifier.verify(fixture.path) }
  }

  @Test(
    .enabled(if: geteuid() != 0, "permissions do not hold back root"))
  func `a log that may not be written is told to be so`() throws {
    let log = try fixture.open()
    try log.append(LogFixture.decisions(1))
    try log.close()
    #expect(chmod(fixture.path, 0o400) == 0)
    #expect(throws: StoreError.readOnly(file: fixture.path)) { try fixture.open() }
    #expect(chmod(fixture.path, 0) == 0)
    #expect(throws: StoreError.permissionDenied(file: fixture.path)) { try fixture.open() }
    #expect(throws: StoreError.permissionDenied(file: fixture.path)) {
      try LogVerifier.verify(fixture.path)
    }
    #expect(chmod(fixture.path, 0o400) == 0)
    #expect(chmod(fixture.directory, 0o500) == 0)
    defer { chmod(fixture.directory, 0o700) }
    // Nobody can be writing here: the log is read without side files.
    #expect(try LogVerifier.verify(fixture.path).isIntact)
    #expect(try fixture.open(access: .readOnly).count == 1)
    #expect(throws: StoreError.permissionDenied(file: fixture.directory + "/new.db")) {
      try ReviewLog(
        path: fixture.directory + "/new.db",
        identity: LogIdentity(reviewer: "k", host: "h", session: "s"),
        clock: { Timestamp(utcMilliseconds: 0, offsetMinutes: 0) })
    }
  }

  /// The list of mounts is of this kind, and longer than a page where there are some forty.
  @Test func `a file of the kernel that is longer than a page is read to its end`() throws {
    // Each page with other rights is a line of its own.
    let pages = 200
    let size = Int(getpagesize())
    let memory = mmap(
      nil, pages * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    let start = try #require(memory)
    defer { munmap(start, pages * size) }
    for page in stride(from: 0, to: pages, by: 2) { mprotect(start + page * size, size, PROT_READ) }
    let text = try #require(FileSystem.text(ofProcessFile: "/proc/self/maps"))
    #expect(text.utf8.count > 2 * 4096)
    #expect(text.contains("[stack]") && text.hasSuffix("\n"))
    #expect(FileSystem.text(ofProcessFile: "/proc/self/nothing") == nil)
  }

  @Test(arguments: [
    ("/home/kbm/logs", "ext4"), ("/mnt/lab", "cifs"), ("/mnt/lab/deep/er", "cifs"),
    ("/mnt/laboratory", "ext4"), ("/mnt/with space/x", "fuse.sshfs"), ("/mnt/lab2", "nfs4"),
    ("/", "ext4"),
  ])
  func `the file system of a directory is the nearest mount's`(
    directory: String, type: String
  ) {
    let mounts = """
      22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
      36 22 0:30 / /mnt/lab rw shared:2 master:1 - cifs //srv/lab rw
      37 22 0:31 / /mnt/with\\040space rw - fuse.sshfs user@host: rw
      38 22 0:32 / /mnt/lab2 rw - ext4 /dev/sdb1 rw
      39 22 0:33 / /mnt/lab2 rw - nfs4 srv:/ rw
      garbage
      """
    #expect(FileSystem.type(ofDirectory: directory, mountInformation: mounts) == type)
    #expect(FileSystem.isNetwork(type: type) == (type != "ext4"))
  }
}

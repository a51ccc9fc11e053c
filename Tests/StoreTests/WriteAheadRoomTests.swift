import Foundation
import Review
import Store
import Testing

/// Saving an answer changes no file's length, so that no length can be lost with a file system's journal.
struct WriteAheadRoomTests {
  let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  private func lengths() throws -> [Int] {
    try ["", "-wal"].map { suffix in
      let attributes = try FileManager.default.attributesOfItem(atPath: fixture.path + suffix)
      return try #require(attributes[.size] as? Int)
    }
  }

  @Test func `from the first answer on the write-ahead log keeps its length`() throws {
    let log = try fixture.open()
    try #require(log.journalMode == .wal)
    let atFirst = try lengths()[1]
    #expect(atFirst == 1 << 20)
    for number in 1...600 {
      try log.append(LogFixture.decisions(1, session: "s1", from: number))
      #expect(try lengths()[1] == atFirst)
    }
    // It was begun anew several times: the answers are in the log's own file by now, all but the last.
    #expect(try lengths()[0] > atFirst / 4)
    try log.close()
    #expect(!FileManager.default.fileExists(atPath: fixture.path + "-wal"))
    #expect(try fixture.open(access: .readOnly).records(after: 0).count == 600)
  }

  @Test func `a station that comes second finds the room and the answers`() throws {
    let first = try fixture.open(session: "s1")
    try first.append(LogFixture.decisions(3, session: "s1"))
    let second = try fixture.open(session: "s2")
    try second.append(LogFixture.decisions(2, session: "s2"))
    #expect(try first.records(after: 0).count == 5)
    #expect(try lengths()[1] == 1 << 20)
    #expect(try LogVerifier.verify(fixture.path).isIntact)
  }

  @Test func `what a killed station left behind is kept before the room`() throws {
    let log = try fixture.open(session: "s1")
    try log.append(LogFixture.decisions(3, session: "s1"))
    try #require(log.journalMode == .wal)
    // As after SIGKILL, and with a file cut to its frames, as stations before the room left it.
    let place = fixture.directory + "/killed.db"
    try FileManager.default.copyItem(atPath: fixture.path, toPath: place)
    var frames = try Data(contentsOf: URL(fileURLWithPath: fixture.path + "-wal"))
    let end = try #require(frames.lastIndex { $0 != 0 })
    // A header of 32 bytes, then frames of 24 bytes and a page of 4,096.
    frames = frames.prefix(32 + (end - 32 + 4119) / 4120 * 4120)
    try frames.write(to: URL(fileURLWithPath: place + "-wal"))
    let again = try ReviewLog(
      path: place, identity: LogIdentity(reviewer: "kbm", host: "bench-2", session: "s2"),
      clock: { Timestamp(utcMilliseconds: 1_700_000_000_000, offsetMinutes: 60) })
    try again.append(LogFixture.decisions(1, session: "s2"))
    #expect(try again.records(after: 0).count == 4)
    #expect(try LogVerifier.verify(place).isIntact)
  }
}

import Foundation
import Review
import Store
import Synchronization
import Testing

struct MergeTests {
  let a: LogFixture
  let b: LogFixture
  let out: LogFixture

  init() throws {
    a = try LogFixture()
    b = try LogFixture()
    out = try LogFixture()
  }

  private let merger = LogIdentity(reviewer: "lead", host: "office", session: "merge")

  /// A station at a log: `start` is its clock in minutes.
  private func station(
    _ fixture: LogFixture, reviewer: String, session: String, start: Int64
  ) throws -> ReviewLog {
    let ticks = Mutex<Int64>(start * 60_000)
    return try ReviewLog(
      path: fixture.path,
      identity: LogIdentity(reviewer: reviewer, host: reviewer + "-pc", session: session),
      clock: {
        ticks.withLock {
          $0 += 60_000
          return Timestamp(utcMilliseconds: $0, offsetMinutes: 0)
        }
      })
  }

  private func answer(
    _ log: ReviewLog, _ number: Int, picture: Int, label: String = "NEUTROPHIL",
    supersedes: EntryID? = nil
  ) throws {
    try log.append([
      LogEntry(
        id: EntryID(session: log.identity.session, number: number),
        event: .decided(
          LogFixture.decision(
            of: ImagePath("/slides/a/\(picture).png"), label: label, supersedes: supersedes,
            sha256: content(of: picture))))
    ])
  }

  private func content(of picture: Int) -> String {
    String(repeating: String(format: "%02x", picture), count: 32)
  }

  private func merge(
    _ sources: [LogFixture], into name: String = "merged.db", session: String = "merge"
  ) throws -> LogMerge.Outcome {
    try LogMerge.merge(
      sources.map(\.path), into: out.directory + "/" + name,
      identity: LogIdentity(reviewer: "lead", host: "office", session: session),
      clock: { Timestamp(utcMilliseconds: 9_999_999_999, offsetMinutes: 0) })
  }

  private func records(_ name: String = "merged.db") throws -> [LogRecord] {
    let log = try ReviewLog(
      path: out.directory + "/" + name, identity: merger,
      clock: { Timestamp(utcMilliseconds: 0, offsetMinutes: 0) }, access: .readOnly)
    defer { try? log.close() }
    return try log.records(after: 0)
  }

  private func ids(_ name: String = "merged.db") throws -> [String] {
    try records(name).map(\.entry.id.rawValue)
  }

  @Test func `entries are interleaved by time, each source's order kept, with their own names`()
    throws
  {
    let first = try station(a, reviewer: "kbm", session: "a", start: 0)
    let second = try station(b, reviewer: "jd", session: "b", start: 1)
    for number in 1...3 {
      try answer(first, number, picture: number)
      try answer(second, number, picture: 10 + number)
    }
    let heads = try [first.head, second.head]
    try first.close()
    try second.close()
    let before = try [a, b].map { try Data(contentsOf: URL(fileURLWithPath: $0.path)) }
    let outcome = try merge([a, b])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: out.directory) == ["merged.db"])
    #expect(outcome.log.isIntact && outcome.contested == [] && outcome.samePictures == [])
    #expect(outcome.sources.map(\.added) == [3, 3])
    #expect(
      outcome.sources.map { LogHead(sequence: $0.sequence, hash: $0.hash) } == heads)
    #expect(
      try ids() == ["a.1", "a.2", "b.1", "a.3", "b.2", "b.3", "merge.1", "merge.2"])
    let merged = try records()
    #expect(merged[2].identity == LogIdentity(reviewer: "jd", host: "jd-pc", session: "b"))
    #expect(merged[2].time == Timestamp(utcMilliseconds: 120_000, offsetMinutes: 0))
    #expect(merged[7].entry.event == .merged(outcome.sources[1]))
    #expect(merged[7].identity == merger)
    let after = try [a, b].map { try Data(contentsOf: URL(fileURLWithPath: $0.path)) }
    #expect(before == after, "the sources stay as they were")
  }

  @Test func `answers that differ contest the cell, and are told with who and when`() throws {
    let first = try station(a, reviewer: "kbm", session: "a", start: 0)
    let second = try station(b, reviewer: "jd", session: "b", start: 60)
    try answer(first, 1, picture: 1, label: "NEUTROPHIL")
    try answer(first, 2, picture: 2, label: "MONOCYTE")
    try answer(second, 1, picture: 1, label: "MONOCYTE")
    try answer(
      second, 2, picture: 1, label: "LYMPHOCYTE", supersedes: EntryID(session: "b", number: 1))
    try answer(second, 3, picture: 2, label: "MONOCYTE")
    let outcome = try merge([a, b])
    let contested = try #require(outcome.contested.first)
    #expect(outcome.contested.count == 1, "the same answer twice contests nothing")
    #expect(contested.image == ImagePath("/slides/a/1.png"))
    #expect(contested.sayings.map(\.label.rawValue) == ["NEUTROPHIL", "LYMPHOCYTE"])
    #expect(contested.sayings.map(\.reviewer) == ["kbm", "jd"])
    #expect(contested.sayings.map(\.time.utcMilliseconds) == [60_000, 3_720_000])
    let state = ReviewState(try records())
    #expect(state[ImagePath("/slides/a/1.png")].verdicts.isEmpty, "no last writer wins")
    #expect(state[ImagePath("/slides/a/2.png")].verdicts.map(\.label.rawValue) == ["MONOCYTE"])
  }

  @Test func `merging again after both logs grew doubles nothing`() throws {
    let first = try station(a, reviewer: "kbm", session: "a", start: 0)
    let second = try station(b, reviewer: "jd", session: "b", start: 10)
    for number in 1...5 { try answer(first, number, picture: number) }
    for number in 1...5 { try answer(second, number, picture: 10 + number) }
    _ = try merge([a, b])
    for number in 6...9 { try answer(first, number, picture: number) }
    for number in 6...8 { try answer(second, number, picture: 10 + number) }
    let merged = try LogFixture()
    try FileManager.default.copyItem(atPath: out.directory + "/merged.db", toPath: merged.path)
    let again = try merge([merged, a, b], into: "again.db", session: "merge2")
    #expect(again.sources.map(\.added) == [12, 4, 3])
    let all = try ids("again.db")
    #expect(all.count == Set(all).count && all.count == 9 + 8 + 2 + 3)
    for session in ["a", "b"] {
      let own = all.filter { $0.hasPrefix(session + ".") }
      #expect(own == (1...own.count).map { "\(session).\($0)" })
    }
    let fresh = try merge([b, a], into: "fresh.db", session: "merge3")
    #expect(fresh.log.recordCount == 19)
    let twice = try LogFixture()
    try FileManager.default.copyItem(atPath: out.directory + "/again.db", toPath: twice.path)
    let freshFixture = try LogFixture()
    try FileManager.default.copyItem(
      atPath: out.directory + "/fresh.db", toPath: freshFixture.path)
    let third = try merge([freshFixture, twice, a], into: "third.db", session: "merge4")
    #expect(third.log.recordCount == 9 + 8 + 2 + 3 + 2 + 3)
    #expect(Set(try ids("third.db")).count == third.log.recordCount)
  }

  @Test func `a copy that grew on its own keeps what both had in common once`() throws {
    let first = try station(a, reviewer: "kbm", session: "a", start: 0)
    for number in 1...4 { try answer(first, number, picture: number) }
    _ = try LogBackup.write(a.path, to: b.path, overwrite: false)
    let second = try station(b, reviewer: "jd", session: "b", start: -100)
    try answer(second, 1, picture: 30)
    try answer(first, 5, picture: 5)
    let outcome = try merge([a, b])
    // b.1 has an earlier time and stands after what its own log held before it.
    #expect(try ids() == ["a.1", "a.2", "a.3", "a.4", "b.1", "a.5", "merge.1", "merge.2"])
    #expect(outcome.sources.map(\.added) == [5, 1])
  }

  @Test func `one identifier with two contents is refused and listed`() throws {
    let first = try station(a, reviewer: "kbm", session: "s", start: 0)
    let second = try station(b, reviewer: "kbm", session: "s", start: 0)
    for number in 1...3 {
      try answer(first, number, picture: number)
      try answer(second, number, picture: number, label: number == 2 ? "MONOCYTE" : "NEUTROPHIL")
    }
    let conflict = MergeConflict(
      entry: "s.2", first: .init(file: a.path, sequence: 2),
      second: .init(file: b.path, sequence: 2))
    #expect(throws: StoreError.conflictingSources([conflict])) { try merge([a, b]) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: out.directory) == [])
  }

  @Test func `a source that does not verify is refused, an output that exists too`() throws {
    let first = try station(a, reviewer: "kbm", session: "a", start: 0)
    for number in 1...3 { try answer(first, number, picture: number) }
    try first.close()
    try station(b, reviewer: "jd", session: "b", start: 0).close()
    try out.open().close()
    #expect(throws: StoreError.alreadyExists(file: out.path)) {
      try merge([a, b], into: "log.db")
    }
    try a.attack("DELETE FROM entry WHERE sequence = 2")
    #expect(throws: StoreError.notWhole(file: a.path, faultCount: 1)) { try merge([a, b]) }
  }

  @Test func `what a signer's log did not hold makes the result preliminary again`() throws {
    let first = try station(a, reviewer: "kbm", session: "a", start: 0)
    let second = try station(b, reviewer: "jd", session: "b", start: -60)
    try answer(first, 1, picture: 1)
    try first.append([
      LogEntry(
        id: EntryID(session: "a", number: 2),
        event: .signed(
          SignOff(
            directory: ImagePath("/slides/a"), reviewer: "kbm",
            counts: [Label(rawValue: "NEUTROPHIL"): 1], total: 1)))
    ])
    try answer(second, 1, picture: 2)
    _ = try merge([a, b])
    #expect(try ids().prefix(3) == ["a.1", "a.2", "b.1"], "though b.1 has an earlier time")
    let state = ReviewState(try records())
    #expect(state.signatures[ImagePath("/slides/a")]?.status == .preliminary)
  }

  @Test func `one picture under two paths is told`() throws {
    let first = try station(a, reviewer: "kbm", session: "a", start: 0)
    try answer(first, 1, picture: 1)
    let second = try station(b, reviewer: "jd", session: "b", start: 0)
    try second.append([
      LogEntry(
        id: EntryID(session: "b", number: 1),
        event: .decided(
          LogFixture.decision(
            of: ImagePath("/mnt/slides/a/1.png"), sha256: content(of: 1))))
    ])
    #expect(
      try merge([a, b]).samePictures
        == [[ImagePath("/mnt/slides/a/1.png"), ImagePath("/slides/a/1.png")]])
  }
}

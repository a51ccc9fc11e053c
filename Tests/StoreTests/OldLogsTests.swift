import Foundation
import GRDB
import Review
import Store
import Testing

/// Logs of earlier versions, byte for byte as the program of their time wrote them (OldLogs/make.py).
struct OldLogsTests {
  let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  /// The version, the records, and the last hash, which `PayloadTests` of that time pinned.
  static let versions: [(version: Int, records: Int64, hash: String)] = [
    (1, 11, "520fd75805d594267bbb95cfc1a5c800e7faee51af39bf7990064dae2d81131a"),
    (2, 19, "4c149ea9f9c5362a62f8668cc47927178f44cdacffa2b3683e7dce62c1dd8ba0"),
    (3, 29, "0e42b760a42235cd28703f51c7768721ca171ea1484e9091c2c2156f98d5e0a7"),
  ]

  private func userVersion() throws -> Int? {
    let queue = try DatabaseQueue(path: fixture.path)
    defer { try? queue.close() }
    return try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
  }

  @Test(arguments: versions)
  func `an older log is read as it is, and goes on as one of today when it is written`(
    version: Int, records: Int64, hash: String
  ) throws {
    try FileManager.default.copyItem(
      atPath: testFile("OldLogs/version\(version).db"), toPath: fixture.path)
    #expect(try userVersion() == version)
    let head = LogHead(sequence: records, hash: hash)
    #expect(try LogVerifier.verify(fixture.path, anchors: [head]).isIntact)
    let reader = try fixture.open(access: .readOnly)
    #expect(try reader.head == head)
    let old = try reader.records(after: 0)
    #expect(old.map(\.entry.event) == Array(LogFixture.everyKind.prefix(Int(records))))
    try reader.close()
    #expect(try userVersion() == version, "reading changes nothing")
    let log = try fixture.open(session: "today")
    try log.append(LogFixture.decisions(1, session: "today"))
    #expect(try log.records(after: 0).dropLast() == old[...])
    try log.close()
    #expect(try userVersion() == 4)
    let report = try LogVerifier.verify(fixture.path, anchors: [head])
    #expect(report.isIntact && report.recordCount == Int(records) + 1)
  }
}

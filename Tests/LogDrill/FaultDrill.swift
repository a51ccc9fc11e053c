import Foundation
import Review
import Store

/// The disk fails at each call there is, one after the other: fsync and write with EIO, a write for
/// want of space, and everything from a call on as on a file system that became read-only.
enum FaultDrill {
  private static let decisions = 12

  static func run(in directory: String, journal: JournalMode, step: Int) throws -> Bool {
    var isWhole = true
    for fault in ["sync", "write", "full", "readonly"] {
      var call = 1
      var (tried, refused, stopped, went) = (0, 0, 0, 0)
      while true {
        try Drill.empty(directory)
        let path = directory + "/log.db"
        try Drill.makeLog(path, journal: journal)
        // Two writes fail for want of space, then there is room; the others fail once, or for good.
        let count = ["full": 2, "readonly": Int(Int32.max) - call][fault] ?? 1
        let (status, lines) = try Drill.run(
          ["write", path, "s", "\(decisions)", fault, "\(call)", "\(count)"], in: directory)
        guard status != 0 || lines.contains(where: { $0.hasPrefix("failed") }) else { break }
        tried += 1
        if lines.contains(where: { $0.hasPrefix("cannot open") }) {
          refused += 1
        } else if status != 0 {
          stopped += 1
        } else {
          went += 1
        }
        isWhole =
          try judge(path, fault: fault, status: status, lines: lines, where: "\(fault) \(call)")
          && isWhole
        call += step
      }
      Drill.say(
        "\(fault), journal \(journal.rawValue): failed at \(tried) calls: \(refused) refused at the "
          + "start, \(stopped) stopped, \(went) went on when there was room")
      isWhole = Drill.check(tried > 0, "\(fault) never struck") && isWhole
    }
    return isWhole
  }

  private static func judge(
    _ path: String, fault: String, status: Int32, lines: [Substring], where place: String
  ) throws -> Bool {
    let failures = lines.filter { $0.hasPrefix("failed") || $0.hasPrefix("cannot open") }
    var isWhole = true
    func expect(_ condition: Bool, _ what: String) {
      isWhole = Drill.check(condition, "\(place): \(what): \(failures)") && isWhole
    }
    if fault == "full" {
      // SQLite rolled the entry back: that is known, so writing may go on.
      expect(failures.allSatisfy { $0.contains("diskFull") }, "not told to be full")
      expect(!failures.contains { $0.contains("poisoned") }, "gave up on a full disk")
    } else {
      // Nobody knows what a failed fsync left: no second try.
      expect(failures.dropFirst().allSatisfy { $0.contains("poisoned") }, "tried again")
      expect(status != 0, "went on")
    }
    let said = Drill.saved(lines).count
    let before = try Drill.openLog(path, session: "judge")
    let kept = try Drill.recorded(session: "s", in: before)
    try before.close()
    expect((said...said + 1).contains(kept.count), "said \(said), kept \(kept.count)")
    // Trying again in a new process neither doubles nor loses.
    let again = try Drill.run(
      ["write", path, "s", "\(decisions)"],
      in: URL(fileURLWithPath: path).deletingLastPathComponent().path)
    let after = try Drill.openLog(path, session: "judge")
    let all = try Drill.recorded(session: "s", in: after)
    try after.close()
    expect(
      again.status == 0 && all == (1...decisions).map { "s.\($0)" }, "after a new start: \(all)")
    expect(try LogVerifier.verify(path).isIntact, "not whole")
    return isWhole
  }
}

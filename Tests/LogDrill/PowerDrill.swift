import CFaultVFS
import Foundation
import Review
import Store

/// Rebuilds what a loss of power may leave of a recorded session: what was said to be saved is there,
/// and `verify` tells the truth, before the log is opened again and after.
enum PowerDrill {
  /// What was met, to be told at the end.
  private struct Counts {
    var creation = 0
    var halfWritten = 0
    var unsaid = 0
    /// What `verify` said of the files as they were left, before anyone opened them to write.
    var verdicts: [String: Int] = [:]
    var lies: [String: Int] = [:]
  }

  private static let decisions = 300

  /// Tries `cases` losses, spread evenly over all steps of the session and over the kinds of loss.
  static func run(in directory: String, journal: JournalMode, cases: Int, seed: UInt64) throws
    -> Bool
  {
    let trace = try record(in: directory, journal: journal)
    let written = try Witness(path: directory + "/recorded/log.db")
    var random = SplitMix64(seed: seed)
    var counts = Counts()
    var isWhole = true
    let ground = directory + "/ground"
    for number in 0..<cases {
      // Every tenth in the making of the log, which is short.
      let cut =
        number % 10 == 9
        ? Int.random(in: 0...trace.stepsOfMaking, using: &random)
        : (trace.steps.count + 1) * number / cases
      let loss = DiskTrace.Loss.allCases[number % DiskTrace.Loss.allCases.count]
      let left = trace.filesLeft(after: cut, loss: loss, using: &random)
      try Drill.empty(ground)
      for (suffix, bytes) in left {
        try Data(bytes).write(to: URL(fileURLWithPath: ground + "/log.db" + suffix))
      }
      let promised = trace.promised(after: cut)
      if promised == 0 { counts.creation += 1 }
      if trace.isHalfWritten("", after: cut) { counts.halfWritten += 1 }
      do {
        if loss == .lying {
          let verdict = try judgeLie(ground + "/log.db", promised: promised, written: written)
          counts.lies[verdict, default: 0] += 1
        } else {
          try judge(ground + "/log.db", promised: promised, written: written, counts: &counts)
        }
      } catch {
        isWhole = Drill.check(false, "seed \(seed) cut \(cut) loss \(loss): \(error)")
      }
    }
    let verdicts = counts.verdicts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    let lies = counts.lies.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    Drill.say(
      """
      journal \(journal.rawValue): \(trace.steps.count) steps recorded, \(cases) losses; \
      \(counts.creation) in the log's making, \(counts.halfWritten) with the log's own file half \
      written; \(counts.unsaid) kept an entry not yet said to be saved
        verify of the files as left: \(verdicts.joined(separator: ", "))
        a disk that lies about fsync: \(lies.joined(separator: ", "))
        seed \(seed)
      """)
    return isWhole
  }

  /// A session from the making of its log to its closing, as the disk saw it.
  private static func record(in directory: String, journal: JournalMode) throws -> DiskTrace {
    try Drill.empty(directory)
    let place = directory + "/recorded"
    try Drill.empty(place)
    let (status, lines) = try Drill.run(
      ["record", place + "/log.db", "s", "\(decisions)", place + "/trace", journal.rawValue],
      in: place)
    guard status == 0 else { throw Untrue("the recording failed: \(lines)") }
    let trace = try DiskTrace(contentsOf: place + "/trace")
    guard trace.promised(after: trace.steps.count) == decisions else {
      throw Untrue("the recording is not whole")
    }
    return trace
  }

  /// A loss of power on an honest disk.
  private static func judge(
    _ path: String, promised: Int, written: Witness, counts: inout Counts
  ) throws {
    let anchor = written.head(promised)
    // As it was left: verify may be unable to read it, but must not say what is not so.
    do throws(StoreError) {
      let report = try LogVerifier.verify(path, anchors: [anchor])
      guard report.isIntact, report.head == written.head(report.recordCount) else {
        throw StoreError.corrupt(file: path, evidence: "verify says \(report)")
      }
      counts.verdicts["whole", default: 0] += 1
    } catch {
      switch error {
      case .notALog, .notADatabase:
        // The file has a name and no schema yet: nothing was promised of it.
        guard promised == 0 else { throw error }
        counts.verdicts["no log yet", default: 0] += 1
      case .unfinishedWrite:
        counts.verdicts["to be opened once", default: 0] += 1
      default: throw error
      }
    }
    let log = try Drill.openLog(path, session: "after")
    let kept = try log.records(after: 0)
    guard kept.count >= promised else { throw Untrue("\(kept.count) kept of \(promised)") }
    guard kept.map(\.hash) == Array(written.hashes.prefix(kept.count)) else {
      throw Untrue("what was kept is not what was written")
    }
    counts.unsaid += kept.count - promised
    try log.append([Drill.entry(1, session: "after")])
    try log.close()
    let report = try LogVerifier.verify(path, anchors: [anchor])
    guard report.isIntact, report.recordCount == kept.count + 1 else {
      throw Untrue("after it was opened, verify says \(report.faults)")
    }
  }

  /// A disk that loses what it said to have kept. No program can save that; but `verify`, given the
  /// head that was noted, must not call it whole when something is gone.
  private static func judgeLie(
    _ path: String, promised: Int, written: Witness
  ) throws -> String {
    let report: VerificationReport
    do {
      report = try LogVerifier.verify(path, anchors: [written.head(promised)])
    } catch {
      return "refused"
    }
    guard report.isIntact else {
      let isOnlyShort = report.faults.allSatisfy {
        if case .anchorMissing = $0 { true } else { false }
      }
      return isOnlyShort ? "told by the noted head alone" : "told to be damaged"
    }
    guard report.recordCount >= promised,
      report.head?.hash == written.head(report.recordCount).hash
    else { throw Untrue("called whole with \(report.recordCount) of \(promised)") }
    return "nothing lost"
  }
}

/// The hashes of a log that went through no loss.
private struct Witness {
  let hashes: [String]

  init(path: String) throws {
    let log = try Drill.openLog(path, session: "witness")
    hashes = try log.records(after: 0).map(\.hash)
    try log.close()
  }

  /// The head of the first `count` records.
  func head(_ count: Int) -> LogHead {
    LogHead(
      sequence: Int64(count),
      hash: count > 0 && count <= hashes.count
        ? hashes[count - 1] : String(repeating: "0", count: 64))
  }
}

/// What should not be.
private struct Untrue: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

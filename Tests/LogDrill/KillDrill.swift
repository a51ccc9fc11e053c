import Foundation
import Review
import Store

/// A station is killed at random instants: what it said to be saved must be there.
enum KillDrill {
  /// Kills a station `rounds` times; several deaths a log, the log's making among them.
  static func run(in directory: String, journal: JournalMode, rounds: Int, seed: UInt64) throws
    -> Bool
  {
    var random = SplitMix64(seed: seed)
    var isWhole = true
    var savedInAll = 0
    var unsaid = 0
    var unmade = 0
    let path = directory + "/log.db"
    for round in 1...rounds {
      // Not so many deaths a log that reading it takes all the time. In WAL mode every tenth log is
      // made by the station that dies; one in rollback mode has to be there before.
      if round % 10 == 1 {
        try Drill.empty(directory)
        if journal == .delete { try Drill.makeLog(path, journal: journal) }
      }
      let session = "r\(round)"
      let station = try Drill.start(
        ["write", path, session, "100000"], output: directory + "/said")
      usleep(UInt32.random(in: 0...150_000, using: &random))
      kill(station.processIdentifier, SIGKILL)
      station.waitUntilExit()
      let said = Drill.saved(try Drill.lines(of: directory + "/said")).count
      savedInAll += said
      guard FileManager.default.fileExists(atPath: path) else {
        unmade += 1
        isWhole = Drill.check(said == 0, "round \(round): saved in no file") && isWhole
        continue
      }
      // A log killed while it was being made is made again by the next one that opens it.
      let log = try Drill.openLog(path, session: "next")
      let kept = try Drill.recorded(session: session, in: log)
      try log.close()
      // One more than said may be there: written, and killed before it could say so.
      unsaid += max(0, kept.count - said)
      isWhole =
        Drill.check(
          (said...said + 1).contains(kept.count)
            && kept == (0..<kept.count).map { "\(session).\($0 + 1)" },
          "seed \(seed) round \(round): said \(said), kept \(kept.count)") && isWhole
      let report = try LogVerifier.verify(path)
      isWhole =
        Drill.check(report.isIntact, "seed \(seed) round \(round): \(report.faults)") && isWhole
    }
    Drill.say(
      "killed \(rounds) times, journal \(journal.rawValue): \(savedInAll) saved and all there, "
        + "\(unsaid) there unsaid, \(unmade) before there was a file; seed \(seed)")
    return Drill.check(savedInAll > 0, "no station got anywhere") && isWhole
  }
}

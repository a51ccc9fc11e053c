import Foundation
import Review
import Store

/// Ten stations at once on one log, while it is verified again and again.
enum SoakDrill {
  /// Runs `processes` stations of `decisions` each; tells whether nothing was lost, doubled or moved.
  ///
  /// - Parameter journal: nil for the one that the log chooses in that directory.
  static func run(
    in directory: String, journal: JournalMode?, processes: Int, decisions: Int
  ) throws -> Bool {
    try Drill.empty(directory)
    let log = directory + "/log.db"
    let journal = try Drill.makeLog(log, journal: journal)
    let start = ContinuousClock.now
    let sessions = (1...processes).map { "s\($0)" }
    let stations = try sessions.map { session in
      try Drill.start(
        ["write", log, session, "\(decisions)"], output: "\(directory)/\(session).out")
    }
    var verified = 0
    var isWhole = true
    var longestRead = 0.0
    while stations.contains(where: \.isRunning) {
      let begin = ContinuousClock.now
      do throws(StoreError) {
        let report = try LogVerifier.verify(log)
        isWhole =
          Drill.check(report.isIntact, "verify beside the stations: \(report.faults)") && isWhole
        verified += 1
      } catch {
        // The stations are watched to their end all the same.
        isWhole = Drill.check(false, "verify beside the stations: \(error)")
      }
      longestRead = max(longestRead, (ContinuousClock.now - begin) / .seconds(1))
      usleep(50_000)
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    var waits: [Int] = []
    for (session, station) in zip(sessions, stations) {
      station.waitUntilExit()
      let lines = try Drill.lines(of: "\(directory)/\(session).out")
      let saved = Drill.saved(lines)
      let failed = lines.filter { $0.hasPrefix("failed") || $0.hasPrefix("cannot") }
      isWhole =
        Drill.check(
          station.terminationStatus == 0 && saved.map(\.number) == Array(1...decisions),
          "\(session) saved \(saved.count) of \(decisions)") && isWhole
      isWhole = Drill.check(failed.isEmpty, "\(session): \(failed)") && isWhole
      waits += saved.map(\.microseconds)
    }
    isWhole = try judge(log, sessions: sessions, decisions: decisions) && isWhole
    waits.sort()
    func wait(_ share: Double) -> String {
      guard !waits.isEmpty else { return "-" }
      return "\(waits[min(waits.count - 1, Int(share * Double(waits.count)))] / 1000) ms"
    }
    Drill.say(
      "\(processes) stations x \(decisions), journal \(journal.rawValue): "
        + "\(Int(seconds.rounded())) s, verified \(verified) times beside them (longest "
        + "\((longestRead * 10).rounded() / 10) s), "
        + "an append waits median \(wait(0.5)), p99 \(wait(0.99)), at most \(wait(1))")
    return isWhole
  }

  /// Whether the log holds every session's entries, each once and in its order, and is whole.
  private static func judge(_ path: String, sessions: [String], decisions: Int) throws -> Bool {
    let report = try LogVerifier.verify(path)
    var isWhole = Drill.check(report.isIntact, "verify at the end: \(report.faults)")
    let log = try Drill.openLog(path, session: "judge")
    defer { try? log.close() }
    let records = try log.records(after: 0)
    isWhole =
      Drill.check(
        records.map(\.sequence) == (0..<Int64(sessions.count * decisions)).map { $0 + 1 },
        "\(records.count) records where \(sessions.count * decisions) belong") && isWhole
    let bySession = Dictionary(grouping: records, by: \.identity.session)
    for session in sessions {
      let entries = (bySession[session] ?? []).map(\.entry)
      isWhole =
        Drill.check(
          entries == (0..<decisions).map { Drill.entry($0 + 1, session: session) },
          "\(session) is not as it was written") && isWhole
    }
    // How evenly the log was shared while all were at it: 1 is even, 1/n is one station alone
    // (Jain, Chiu, Hawe, "A quantitative measure of fairness", DEC-TR-301, 1984).
    let half = records.prefix(records.count / 2)
    let shares = sessions.map { session in
      Double(half.filter { $0.identity.session == session }.count)
    }
    let squares = shares.reduce(0) { $0 + $1 * $1 } * Double(shares.count)
    let sum = shares.reduce(0, +)
    let fairness = squares > 0 ? sum * sum / squares : 0
    Drill.say(
      "first half of the log: fairness \((fairness * 1000).rounded() / 1000), "
        + "least \(Int(shares.min() ?? 0)), most \(Int(shares.max() ?? 0)) of \(half.count)")
    return isWhole
  }
}

import Foundation
import Review
import Store

/// Falsifies a log in every way of `Attack.all`, at random rows, and says what each verifier finds:
/// by the file alone, with a head noted before the place of the attack, and with one noted after it.
enum AttackDrill {
  private static let records = 60

  /// Runs every attack `rounds` times. `script` is the verifier in Python, to be asked too.
  static func run(in directory: String, rounds: Int, script: String?, seed: UInt64) throws -> Bool {
    var random = SplitMix64(seed: seed)
    try Drill.empty(directory)
    let clean = directory + "/clean.db"
    let heads = try fill(clean, session: "drill")
    let other = directory + "/other.db"
    _ = try fill(other, session: "other")
    var isAsExpected = true
    Drill.say(
      "| attack | file alone | head noted before | head noted since | Python: alone | since |")
    Drill.say("|---|---|---|---|---|---|")
    for attack in Attack.all {
      var counts = [0, 0, 0, 0, 0]
      for round in 1...rounds {
        let row = Int64.random(in: 12...50, using: &random)
        let victim = directory + "/victim.db"
        for suffix in ["", "-wal", "-shm", "-journal"] {
          try? FileManager.default.removeItem(atPath: victim + suffix)
        }
        try FileManager.default.copyItem(atPath: clean, toPath: victim)
        try attack.run(Forger(path: victim), row, other)
        let (before, since) = (heads[Int(row) - 10], heads[heads.count - 1])
        let found = [
          isFound(victim, []), isFound(victim, [before]), isFound(victim, [since]),
          try script.map { try isFound(victim, nil, script: $0) } ?? false,
          try script.map { try isFound(victim, since, script: $0) } ?? false,
        ]
        for (index, isFound) in found.enumerated() where isFound { counts[index] += 1 }
        var expected = [
          attack.found == .alone, attack.found == .alone, attack.found != .never,
          attack.foundByChain == .alone, attack.foundByChain != .never,
        ]
        // A whole new chain has not the old head either.
        if attack.name.contains("chained whole") { expected[1] = true }
        let asked = script == nil ? 3 : 5
        isAsExpected =
          Drill.check(
            found.prefix(asked) == expected.prefix(asked),
            "seed \(seed) \(attack.name), round \(round), row \(row): found \(found)")
          && isAsExpected
      }
      let cells = counts.enumerated().map { index, count in
        index > 2 && script == nil ? "-" : "\(count)/\(rounds)"
      }
      Drill.say("| \(attack.name) | \(cells.joined(separator: " | ")) |")
    }
    Drill.say("\(Attack.all.count) attacks x \(rounds), log of \(records) records, seed \(seed)")
    return isAsExpected
  }

  /// A log of `records` decisions, and its head after each.
  private static func fill(_ path: String, session: String) throws -> [LogHead] {
    let log = try Drill.openLog(path, session: session)
    defer { try? log.close() }
    return try (1...records).map { number in
      try log.append([Drill.entry(number, session: session)])
      return try log.head
    }
  }

  private static func isFound(_ path: String, _ anchors: [LogHead]) -> Bool {
    // A refusal to read it as a log is an answer too.
    guard let report = try? LogVerifier.verify(path, anchors: anchors) else { return true }
    return !report.isIntact
  }

  private static func isFound(_ path: String, _ anchor: LogHead?, script: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["python3", script, path] + (anchor.map { ["\($0.sequence):\($0.hash)"] } ?? [])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus != 0
  }
}

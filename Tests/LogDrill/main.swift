// Drills for the review log: many stations, losses of power, kills, failing disks, attacks on the chain.
// Each ends with a summary and status 0 when everything held, or says what did not and ends with 1.
// `Reliability.md` has what they said at length; the tests of the log run them shortly.

import CFaultVFS
import Foundation
import Review
import Store

let usage = """
  Drills; DIR is emptied first, JOURNAL is wal or delete.
    log-drill soak DIR JOURNAL|auto PROCESSES DECISIONS
    log-drill power DIR JOURNAL CASES [SEED]
    log-drill kill DIR JOURNAL ROUNDS [SEED]
    log-drill faults DIR JOURNAL STEP           every STEP-th call fails, one after the other
    log-drill attack DIR ROUNDS [verify_log.py [SEED]]
  Stations, for the drills.
    log-drill write LOG SESSION COUNT [sync|write|full|readonly FIRST COUNT]
    log-drill record LOG SESSION COUNT TRACE JOURNAL
  Measurements.
    log-drill time LOG COUNT
    log-drill fill LOG COUNT
    log-drill read LOG
    log-drill export LOG FILE
    log-drill references LOG
  """

let arguments: [String] = {
  var given = Array(CommandLine.arguments.dropFirst())
  // The failing disk knows its files by the path that SQLite asks for, which is absolute.
  if given.count > 1 { given[1] = URL(fileURLWithPath: given[1]).path }
  return given
}()

func number(_ index: Int) -> Int {
  guard arguments.count > index, let number = Int(arguments[index]), number > 0 else { refuse() }
  return number
}

func journal(_ index: Int) -> JournalMode {
  guard let mode = JournalMode(rawValue: arguments[index]) else { refuse() }
  return mode
}

func seed(_ index: Int) -> UInt64 {
  guard arguments.count > index else { return UInt64.random(in: 0...UInt64(UInt32.max)) }
  return UInt64(number(index))
}

func refuse() -> Never {
  Drill.say(usage)
  exit(2)
}

func end(_ isWhole: Bool) -> Never {
  Drill.say(isWhole ? "held" : "DID NOT HOLD")
  exit(isWhole ? 0 : 1)
}

func write() throws -> Never {
  if arguments.count == 7 {
    guard
      StationDrill.install(
        arguments[4], log: arguments[1], first: Int32(number(5)), count: Int32(number(6)))
    else { refuse() }
  }
  let log = try Drill.openLog(arguments[1], session: arguments[2])
  Drill.say("open")
  exit(StationDrill.write(log, session: arguments[2], count: number(3)))
}

func record() throws -> Never {
  if journal(5) == .delete { fault_vfs_refuse_shared_memory() }
  guard fault_vfs_record(arguments[1], arguments[4]) == 0 else { refuse() }
  let log = try Drill.openLog(arguments[1], session: arguments[2])
  guard log.journalMode == journal(5) else { exit(3) }
  let status = StationDrill.write(log, session: arguments[2], count: number(3))
  try log.close()
  fault_vfs_mark(0)
  exit(status)
}

do {
  switch (arguments.first, arguments.count) {
  case ("soak", 5):
    end(
      try SoakDrill.run(
        in: arguments[1], journal: arguments[2] == "auto" ? nil : journal(2), processes: number(3),
        decisions: number(4)))
  case ("power", 4...5):
    end(
      try PowerDrill.run(in: arguments[1], journal: journal(2), cases: number(3), seed: seed(4)))
  case ("kill", 4...5):
    end(
      try KillDrill.run(in: arguments[1], journal: journal(2), rounds: number(3), seed: seed(4)))
  case ("faults", 4):
    end(try FaultDrill.run(in: arguments[1], journal: journal(2), step: number(3)))
  case ("attack", 3...5):
    end(
      try AttackDrill.run(
        in: arguments[1], rounds: number(2), script: arguments.count > 3 ? arguments[3] : nil,
        seed: seed(4)))
  case ("write", 4), ("write", 7): try write()
  case ("record", 6): try record()
  case ("time", 3):
    let start = ContinuousClock.now
    let log = try Drill.openLog(arguments[1], session: "time")
    Drill.say("open: \(Int((ContinuousClock.now - start) / .microseconds(1))) us")
    try Measurements.time(log, count: number(2))
  case ("fill", 3):
    try Measurements.fill(try Drill.openLog(arguments[1], session: "fill"), count: number(2))
  case ("read", 2): try Measurements.read(arguments[1])
  case ("export", 3): try Measurements.export(arguments[1], to: arguments[2])
  case ("references", 2): try Measurements.references(arguments[1])
  default: refuse()
  }
} catch {
  Drill.say("cannot open \(error)")
  exit(1)
}

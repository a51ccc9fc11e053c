// A station without a screen: appends decisions to a log and says which of them are saved. The tests
// of the log kill it, starve it of disk, and count what is left.
//
//   log-drill write LOG SESSION COUNT [sync|write|full FIRST COUNT]
//   log-drill record LOG SESSION COUNT TRACE
//   log-drill time LOG COUNT
//   log-drill fill LOG COUNT
//   log-drill read LOG
//   log-drill export LOG FILE
//   log-drill references LOG

import CFaultVFS
import Foundation
import Review
import Store

func say(_ line: String) {
  var bytes = Array((line + "\n").utf8)
  _ = Glibc.write(1, &bytes, bytes.count)
}

func openLog(_ path: String, session: String) throws(StoreError) -> ReviewLog {
  try ReviewLog(
    path: path, identity: LogIdentity(reviewer: "drill", host: "drill", session: session),
    clock: {
      Timestamp(
        utcMilliseconds: Int64(Date().timeIntervalSince1970 * 1000), offsetMinutes: 0)
    })
}

func entry(_ number: Int, session: String) -> LogEntry {
  let image = ImagePath("/slides/drill/\(session)/\(number).png")
  let sha256 = String(repeating: "5e", count: 32)
  let box = Box(x: number, y: 2, width: 60, height: 60)
  let suggestion = Suggestion(
    probabilities: ["EOSINOPHIL", "LYMPHOCYTE", "MONOCYTE", "NEUTROPHIL"].map {
      ClassProbability(label: Label(rawValue: $0), probability: 0.25)
    }, label: Label(rawValue: "NEUTROPHIL"), status: .uncertain)
  return LogEntry(
    id: EntryID(session: session, number: number),
    event: .decided(
      Decision(
        image: image, imageSHA256: sha256, cell: CellID(imageSHA256: sha256, box: box), box: box,
        label: Label(rawValue: "NEUTROPHIL"), kind: .confirm, suggestion: suggestion,
        model: ModelIdentity(id: "drill", sha256: sha256), supersedes: nil,
        suggestionVisible: true, dwellMilliseconds: 700, queueOrder: "name",
        queuePosition: number)))
}

/// Appends `count` entries one by one; says `saved N` after each, or what went wrong, thrice.
func write(_ log: ReviewLog, session: String, count: Int) -> Int32 {
  var failures = 0
  var number = 1
  while number <= count {
    do throws(StoreError) {
      try log.append([entry(number, session: session)])
      say("saved \(number)")
      fault_vfs_mark(Int32(number))
      number += 1
    } catch {
      say("failed \(number) \(error)")
      failures += 1
      if failures == 3 { return 1 }
    }
  }
  return 0
}

/// Says the median and the 99th percentile of the time an append takes, in microseconds.
func time(_ log: ReviewLog, count: Int) throws(StoreError) {
  var microseconds: [Double] = []
  for number in 1...count {
    let next = entry(number, session: "time")
    let start = ContinuousClock.now
    try log.append([next])
    microseconds.append((ContinuousClock.now - start) / .microseconds(1))
  }
  microseconds.sort()
  say(
    "\(count) appends: median \(Int(microseconds[count / 2])) us, "
      + "p99 \(Int(microseconds[count * 99 / 100])) us, max \(Int(microseconds[count - 1])) us")
}

/// Appends `count` entries in batches, for the measurements below.
func fill(_ log: ReviewLog, count: Int) throws(StoreError) {
  for first in stride(from: 1, through: count, by: 1000) {
    try log.append((first...min(count, first + 999)).map { entry($0, session: "fill") })
  }
}

func milliseconds(_ body: () throws(StoreError) -> Void) throws(StoreError) -> Int {
  let start = ContinuousClock.now
  try body()
  return Int((ContinuousClock.now - start) / .milliseconds(1))
}

/// Most memory that this process held at once, from getrusage(2).
var peakMegabytes: Int {
  var usage = rusage()
  getrusage(RUSAGE_SELF.rawValue, &usage)
  return usage.ru_maxrss / 1024
}

let arguments = Array(CommandLine.arguments.dropFirst())
do throws(StoreError) {
  switch arguments.first {
  case "write" where arguments.count == 4 || arguments.count == 7:
    if arguments.count == 7 {
      let kinds = ["sync": FAULT_SYNC, "write": FAULT_WRITE, "full": FAULT_FULL]
      let installed = fault_vfs_install(
        arguments[1], kinds[arguments[4]] ?? FAULT_NONE, Int32(arguments[5]) ?? 1,
        Int32(arguments[6]) ?? 1)
      if installed != 0 { exit(3) }
    }
    let log = try openLog(arguments[1], session: arguments[2])
    say("open")
    exit(write(log, session: arguments[2], count: Int(arguments[3]) ?? 0))
  case "record" where arguments.count == 5:
    if fault_vfs_record(arguments[1], arguments[4]) != 0 { exit(3) }
    let log = try openLog(arguments[1], session: arguments[2])
    let status = write(log, session: arguments[2], count: Int(arguments[3]) ?? 0)
    try log.close()
    fault_vfs_mark(0)
    exit(status)
  case "time" where arguments.count == 3:
    let start = ContinuousClock.now
    let log = try openLog(arguments[1], session: "time")
    say("open: \(Int((ContinuousClock.now - start) / .microseconds(1))) us")
    try time(log, count: Int(arguments[2]) ?? 1)
  case "fill" where arguments.count == 3:
    try fill(try openLog(arguments[1], session: "fill"), count: Int(arguments[2]) ?? 0)
  case "read" where arguments.count == 2:
    let log = try openLog(arguments[1], session: "read")
    let spent = try milliseconds { () throws(StoreError) in
      say("records: \(try log.records(after: 0).count)")
    }
    let verifying = try milliseconds { () throws(StoreError) in
      say("intact: \(try LogVerifier.verify(arguments[1]).isIntact)")
    }
    say("read \(spent) ms, verify \(verifying) ms")
  case "export" where arguments.count == 3:
    let log = try openLog(arguments[1], session: "export")
    let spent = try milliseconds { () throws(StoreError) in
      let export = ReviewedExport(log: log, classes: [], notice: "Research use only.")
      let summary = try export.write(.csv, to: arguments[2], overwrite: true)
      say("rows: \(summary.rows)")
    }
    say("export \(spent) ms, peak \(peakMegabytes) MB")
  case "references" where arguments.count == 2:
    // What `fill` wrote is of one class: the other one makes the reading go as far back as it may.
    let log = try openLog(arguments[1], session: "references")
    for label in ["NEUTROPHIL", "BASOPHIL"] {
      var spent: [Double] = []
      var found = 0
      for _ in 1...20 {
        let start = ContinuousClock.now
        found = try log.referenceCells(of: Label(rawValue: label), count: 24).cells.count
        spent.append((ContinuousClock.now - start) / .milliseconds(1))
      }
      spent.sort()
      let median = (spent[10] * 100).rounded() / 100
      let most = (spent[19] * 100).rounded() / 100
      say("\(label): \(found) found, median \(median) ms, max \(most) ms")
    }
    say("records: \(try log.count), peak \(peakMegabytes) MB")
  default:
    say("usage: log-drill write LOG SESSION COUNT [sync|write|full FIRST COUNT]")
    exit(2)
  }
} catch {
  say("cannot open \(error)")
  exit(1)
}

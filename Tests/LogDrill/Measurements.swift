import Foundation
import Review
import Store

/// How long the log takes for what a station asks of it.
enum Measurements {
  /// Says the median and the 99th percentile of the time an append takes, in microseconds.
  static func time(_ log: ReviewLog, count: Int) throws(StoreError) {
    var microseconds: [Double] = []
    for number in 1...count {
      let next = Drill.entry(number, session: "time")
      let start = ContinuousClock.now
      try log.append([next])
      microseconds.append((ContinuousClock.now - start) / .microseconds(1))
    }
    microseconds.sort()
    Drill.say(
      "\(count) appends: median \(Int(microseconds[count / 2])) us, "
        + "p99 \(Int(microseconds[count * 99 / 100])) us, max \(Int(microseconds[count - 1])) us")
  }

  /// Fills a log as a station does that classifies and reviews `count` pictures of a cell each: two
  /// records a picture, for the measurements below.
  static func fill(_ log: ReviewLog, count: Int) throws(StoreError) {
    for first in stride(from: 1, through: count, by: 1000) {
      try log.append(
        (first...min(count, first + 999)).flatMap { number in
          let decided = Drill.entry(number, session: "fill")
          return [classified(number, decided.event), decided]
        })
    }
  }

  /// The finder's and the model's answer that a decision is about.
  private static func classified(_ number: Int, _ event: LogEvent) -> LogEntry {
    var classification: LogEvent = event
    if case .decided(let decision) = event, let box = decision.box, let id = decision.cell,
      let suggestion = decision.suggestion, let model = decision.model
    {
      classification = .classified(
        Classification(
          image: decision.image,
          outcome: .cells(
            PictureFacts(
              sha256: decision.imageSHA256, bytes: 123_456, width: 640, height: 480),
            [FoundCell(id: id, box: box, suggestion: suggestion)]),
          model: model, milliseconds: 31.5))
    }
    return LogEntry(
      id: EntryID(rawValue: "fill.classified.\(number)"), event: classification)
  }

  static func read(_ path: String) throws(StoreError) {
    let log = try Drill.openLog(path, session: "read")
    let spent = try milliseconds { () throws(StoreError) in
      Drill.say("records: \(try log.records(after: 0).count)")
    }
    let verifying = try milliseconds { () throws(StoreError) in
      Drill.say("intact: \(try LogVerifier.verify(path).isIntact)")
    }
    Drill.say("read \(spent) ms, verify \(verifying) ms")
  }

  static func export(_ path: String, to file: String) throws(StoreError) {
    let log = try Drill.openLog(path, session: "export")
    let spent = try milliseconds { () throws(StoreError) in
      let export = ReviewedExport(log: log, classes: [], notice: "Research use only.")
      let summary = try export.write(.csv, to: file, overwrite: true)
      Drill.say("rows: \(summary.rows)")
    }
    Drill.say("export \(spent) ms, peak \(peakMegabytes) MB")
  }

  /// What `fill` wrote is of one class: the other one makes the reading go as far back as it may.
  static func references(_ path: String) throws(StoreError) {
    let log = try Drill.openLog(path, session: "references")
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
      Drill.say("\(label): \(found) found, median \(median) ms, max \(most) ms")
    }
    Drill.say("records: \(try log.count), peak \(peakMegabytes) MB")
  }

  private static func milliseconds(_ body: () throws(StoreError) -> Void) throws(StoreError) -> Int
  {
    let start = ContinuousClock.now
    try body()
    return Int((ContinuousClock.now - start) / .milliseconds(1))
  }

  /// Most memory that this process held at once, from getrusage(2).
  private static var peakMegabytes: Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return usage.ru_maxrss / 1024
  }
}

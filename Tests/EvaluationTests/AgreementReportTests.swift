import Evaluation
import Foundation
import Review
import TestSupport
import Testing

/// What `hematovision agreement` makes of a log.
@Suite struct AgreementReportTests {
  static let source = AgreementReport.Source(
    notice: "For research use only. Not for use in diagnostic procedures.",
    application: "hematovision 9.9.9", log: "/log.sqlite", headSequence: 12, headHash: "abc123")

  /// Noon on 2026-11-25, a Wednesday in week 48.
  static let noon: Int64 = 1_795_608_000_000

  static func record(
    _ event: LogEvent, number: Int, by reviewer: String, at utcMilliseconds: Int64 = noon
  ) -> LogRecord {
    LogRecord(
      sequence: Int64(number), entry: LogEntry(id: id(number), event: event),
      time: Timestamp(utcMilliseconds: utcMilliseconds, offsetMinutes: 60),
      identity: LogIdentity(reviewer: reviewer, host: "h", session: "s"), hash: "\(number)")
  }

  static func id(_ number: Int) -> EntryID { EntryID(session: "s", number: number) }

  static func path(_ number: Int) -> ImagePath { ImagePath("/slides/a/\(number).png") }

  static func cell(_ picture: Int) -> CellID { CellID(rawValue: "\(picture):0,0,9,9") }

  static func decided(
    _ label: String, suggested: String, picture: Int, hidden: HiddenReason? = nil,
    model: String = "m", dwell: Int = 900
  ) -> LogEvent {
    .decided(
      Decision(
        image: path(picture), imageSHA256: "\(picture)", cell: cell(picture),
        box: Box(x: 0, y: 0, width: 9, height: 9), label: Label(rawValue: label), kind: .override,
        suggestion: Suggestion(
          probabilities: [ClassProbability(label: Label(rawValue: suggested), probability: 1)],
          label: Label(rawValue: suggested), status: .ok),
        model: ModelIdentity(id: model, sha256: "00"), supersedes: nil,
        suggestionVisible: hidden == nil, dwellMilliseconds: dwell, queueOrder: "name",
        queuePosition: 1, hidden: hidden))
  }

  static func read(_ label: String, picture: Int, first: Int) -> LogEvent {
    .secondRead(
      SecondReading(
        image: path(picture), imageSHA256: "\(picture)", cell: cell(picture), box: nil,
        label: Label(rawValue: label), reviewer: "mho", plan: EntryID(rawValue: "p.1"),
        first: id(first), dwellMilliseconds: 900))
  }

  static func report(
    _ pictures: [[LogRecord]], by grouping: AgreementGrouping? = nil, reviewer: String? = nil,
    rule: DriftRule = .standard, plans: [SecondReviewPlan] = []
  ) -> AgreementReport {
    var collector = AgreementCollector(directory: ImagePath("/slides"), reviewer: reviewer)
    for plan in plans { collector.take(plan: plan, entry: EntryID(rawValue: "p.1")) }
    for records in pictures { collector.take(records) }
    return AgreementReport(collector, by: grouping, source: source, rule: rule)
  }

  /// Four seen suggestions with one override, two withheld ones with one, two reviewers.
  static let small: [[LogRecord]] = [
    [record(decided("NEU", suggested: "NEU", picture: 1), number: 1, by: "kbm")],
    [record(decided("NEU", suggested: "NEU", picture: 2), number: 2, by: "kbm")],
    [record(decided("MONO", suggested: "LYM", picture: 3, dwell: 4_000), number: 3, by: "kbm")],
    [record(decided("LYM", suggested: "LYM", picture: 4), number: 4, by: "ase")],
    [record(decided("NEU", suggested: "NEU", picture: 5, hidden: .blind), number: 5, by: "ase")],
    [record(decided("OTHER", suggested: "NEU", picture: 6, hidden: .spot), number: 6, by: "ase")],
  ]

  @Test func `seen and withheld suggestions stand apart, with exact limits`() {
    let report = Self.report(Self.small, by: .reviewer)
    #expect(report.all.seen.overrides.answers == 4)
    #expect(report.all.seen.overrides.overridden == 1)
    // scipy.stats.beta.ppf([.025, .975], [1, 2], [4, 3])
    #expect(abs(report.all.seen.overrides.low - 0.0063095) < 1e-6)
    #expect(abs(report.all.seen.overrides.high - 0.8058796) < 1e-6)
    #expect(report.all.withheld.overrides.answers == 2)
    #expect(report.all.withheld.overrides.overridden == 1)
    #expect(report.groups.map(\.name) == ["ase", "kbm"])
    #expect(report.groups[0].seen.overrides.answers == 1)
    #expect(report.groups[1].withheld.overrides.share == nil)
    #expect(report.all.seen.medianDwellMilliseconds == 900)
    let lymphocytes = report.all.seen.classes.first { $0.suggested == "LYM" }
    #expect(lymphocytes?.overrides.answers == 2)
    #expect(
      report.all.seen.confusion.map { "\($0.first)>\($0.second) \($0.cells)" } == [
        "LYM>LYM 1", "LYM>MONO 1", "NEU>NEU 2",
      ])
    #expect(Self.report(Self.small, reviewer: "ase").all.seen.overrides.answers == 1)
  }

  @Test(arguments: [
    (Self.noon, "2026-W48", "2026-11"),
    // 2027-01-01 is a Friday of the week 53 of 2026; 2024-12-30, a Monday, begins the week 1 of 2025.
    (1_798_761_600_000, "2026-W53", "2027-01"), (1_735_516_800_000, "2025-W01", "2024-12"),
    // An hour before midnight in London it is the next month in Copenhagen.
    (1_764_543_600_000, "2025-W49", "2025-12"), (0, "1970-W01", "1970-01"),
    (-86_400_000, "1970-W01", "1969-12"),
  ])
  func `weeks and months are the laboratory's`(time: Int64, week: String, month: String) {
    let record = Self.record(
      Self.decided("NEU", suggested: "NEU", picture: 1), number: 1, by: "kbm", at: time)
    #expect(Self.report([[record]], by: .week).groups.map(\.name) == [week])
    #expect(Self.report([[record]], by: .month).groups.map(\.name) == [month])
  }

  @Test func `second readings have their kappa, and disagreements are listed until decided`() throws
  {
    let labels = [
      ("NEU", "NEU"), ("NEU", "NEU"), ("LYM", "LYM"), ("LYM", "MONO"), ("MONO", "MONO"),
    ]
    var pictures: [[LogRecord]] = []
    for (number, pair) in labels.enumerated() {
      pictures.append([
        Self.record(
          Self.decided(pair.0, suggested: "NEU", picture: number), number: 10 * number + 1,
          by: "kbm"),
        Self.record(
          Self.read(pair.1, picture: number, first: 10 * number + 1), number: 10 * number + 2,
          by: "mho"),
      ])
    }
    let plan = SecondReviewPlan(
      directory: ImagePath("/slides/a"), reviewer: "mho", seed: 1, population: 9,
      targets: (0..<6).map { CheckPlan.Target(image: Self.path($0), cell: Self.cell($0)) })
    let open = Self.report(pictures, plans: [plan])
    let review = try #require(open.secondReviews.first)
    #expect(open.secondReviews.count == 1)
    #expect(review.firstReviewers == ["kbm"])
    #expect(review.secondReviewer == "mho")
    #expect(review.planned == 6)
    #expect(review.read == 5)
    #expect(review.agreed == 4)
    // sklearn.metrics.cohen_kappa_score of the five pairs
    #expect(abs(try #require(review.kappa).value - 0.7058823529411765) < 1e-12)
    #expect(open.openDisagreements == 1)
    #expect(open.disagreements.map(\.image) == ["a/3.png"])
    #expect(open.disagreements[0].words.map(\.label) == ["LYM", "MONO"])
    #expect(open.text.contains("LYM, mho MONO (second)"))

    pictures[3].append(
      Self.record(
        .adjudicated(
          Adjudication(
            image: Self.path(3), imageSHA256: "3", cell: Self.cell(3),
            label: Label(rawValue: "MONO"), reviewer: "ase", between: [], reason: "vacuoles")),
        number: 99, by: "ase"))
    let settled = Self.report(pictures)
    #expect(settled.openDisagreements == 0)
    #expect(settled.text.contains("-> MONO by ase"))
    #expect(settled.disagreements[0].reason == "vacuoles")
    #expect(settled.secondReviews[0].planned == nil)
  }

  @Test func `a fall of agreement is said with the answers it was found in`() throws {
    let rule = DriftRule(reference: 40, window: 20, cellsPerFalseAlarm: 400)
    let pictures = (0..<100).map { number in
      let isOverride = number >= 80 ? number % 3 == 0 : number == 7
      return [
        Self.record(
          Self.decided(isOverride ? "LYM" : "NEU", suggested: "NEU", picture: number),
          number: number + 1, by: "kbm", at: Self.noon + Int64(number))
      ]
    }
    let report = Self.report(pictures, rule: rule)
    let series = try #require(report.drift.series.first { $0.of == "model" })
    #expect(report.drift.series.map(\.of) == ["model", "reviewer"])
    #expect(series.reference.overridden == 1)
    // scipy: hypergeom.sf(2, 60, 4, 20) = .1034, hypergeom.sf(3, 60, 5, 20) = .0383; .05 is allowed.
    #expect(series.threshold == 4)
    #expect(series.blocks == 3)
    #expect(series.alarms.map(\.firstAnswer) == [81])
    #expect(series.alarms.map(\.sequence) == [100])
    #expect(report.drift.isAlarming)
    #expect(report.text.contains("DRIFT: AGREEMENT HAS FALLEN"))
    #expect(report.drift.sentences.count == 2)
    #expect(report.drift.sentences[0].contains("model m, suggestions seen: 7 of the newest 20"))
    #expect(report.text.contains("one false alarm in 400 cells"))
    let before = Self.report(Array(pictures.prefix(80)), rule: rule)
    #expect(!before.drift.isAlarming)
    #expect(before.text.contains("no drift"))
    #expect(before.drift.sentences == ["No fall of agreement with suggestions is called"])
    let shuffled = Self.report(pictures.reversed(), rule: rule)
    #expect(shuffled.drift == report.drift, "the order of the pictures' names is not that of time")
  }

  @Test func `every form has the notice and the head of the log, and is the same twice`() throws {
    let report = Self.report(Self.small, by: .model)
    let again = Self.report(Self.small, by: .model)
    #expect(report.text == again.text)
    #expect(report.json == again.json)
    for line in report.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(report.text.contains(Self.source.notice))
    #expect(report.text.contains("12:abc123"))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    let source = try #require(object["source"] as? [String: Any])
    #expect(source["notice"] as? String == Self.source.notice)
    #expect(source["head_hash"] as? String == "abc123")
    for row in report.rows.dropFirst() {
      #expect(row.count == report.rows[0].count)
      #expect(row.last == Self.source.notice)
      #expect(row.contains("abc123"))
    }
  }

  @Test func `an empty log has a report`() {
    let report = Self.report([])
    #expect(report.text.contains("  none"))
    #expect(report.rows.count == 3)
    #expect(!report.drift.isAlarming)
  }
}

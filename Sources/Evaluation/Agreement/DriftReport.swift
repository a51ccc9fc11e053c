public import Review

/// Whether agreement with suggestions fell, for each model and each reviewer.
public struct DriftReport: Hashable, Sendable, Encodable {
  /// A block of answers that was called a drift.
  public struct Alarm: Hashable, Sendable, Encodable {
    /// First and last answer of the block in its series, from 1.
    public let firstAnswer: Int
    public let lastAnswer: Int
    public let overridden: Int
    /// Place in the log of the answer that filled the block.
    public let sequence: Int64
  }

  /// The answers to a model's suggestions, or of a reviewer, in the order of their time; those with the suggestion
  /// in sight and those without apart.
  public struct Series: Hashable, Sendable, Encodable {
    /// `model` or `reviewer`.
    public let of: String
    public let name: String
    public let seen: Bool
    public let answers: Int
    /// Overrides among the reference's answers; of fewer than the reference needs while it fills.
    public let reference: AgreementReport.Overrides
    /// Overrides of a block that are called a drift; nil while the reference fills.
    public let threshold: Int?
    public let blocks: Int
    public let alarms: [Alarm]
    /// Whether the last filled block was called.
    public let alarming: Bool
    /// Cells after which a rise of the overrides to `noticedShare` is called, at the median.
    public let noticedAfter: Int?
    /// The reference's share and five in a hundred more.
    public let noticedShare: Double?
  }

  /// Answers of a reference, and of a block.
  public let referenceAnswers: Int
  public let blockAnswers: Int
  /// One false alarm is expected in so many cells of a series at most, while nothing changes.
  public let cellsPerFalseAlarm: Int
  public let series: [Series]

  /// Whether the newest block of any series was called.
  public var isAlarming: Bool { series.contains { $0.alarming } }

  /// What is to be said where there is no room for the report: each fall, or that none is called.
  public var sentences: [String] {
    let falls = series.filter(\.alarming).map { one in
      "AGREEMENT HAS FALLEN, \(one.of) \(one.name), suggestions \(one.seen ? "seen" : "withheld"): "
        + "\(one.alarms.last?.overridden ?? 0) of the newest \(blockAnswers) answered otherwise"
    }
    return falls.isEmpty
      ? ["No fall of agreement with suggestions is called"]
      : falls
  }

  /// The report on what `collector` found.
  public init(_ collector: AgreementCollector, rule: DriftRule = .standard) {
    self.init(collector.inTime, collector.names, rule)
  }

  init(_ rows: [AgreementRow], _ names: Names, _ rule: DriftRule) {
    referenceAnswers = rule.reference
    blockAnswers = rule.window
    cellsPerFalseAlarm = rule.cellsPerFalseAlarm
    struct Key: Hashable {
      let isModel: Bool
      let name: Int32
      let wasSeen: Bool
    }
    var watches: [Key: DriftWatch] = [:]
    for row in rows {
      for key in [
        Key(isModel: true, name: row.model, wasSeen: row.wasSeen),
        Key(isModel: false, name: row.reviewer, wasSeen: row.wasSeen),
      ] {
        watches[key, default: DriftWatch(rule)].take(
          isOverride: row.isOverride, sequence: row.sequence)
      }
    }
    series = watches.map {
      Series(
        $0.value, of: $0.key.isModel ? "model" : "reviewer", names[$0.key.name], $0.key.wasSeen)
    }.sorted {
      ($0.of, $0.name, $0.seen ? 0 : 1) < ($1.of, $1.name, $1.seen ? 0 : 1)
    }
  }
}

extension DriftReport.Series {
  fileprivate init(_ watch: DriftWatch, of kind: String, _ name: String, _ wasSeen: Bool) {
    of = kind
    self.name = name
    seen = wasSeen
    answers =
      watch.reference.answers + watch.blocks * watch.rule.window + watch.block.answers
    reference = AgreementReport.Overrides(watch.reference)
    threshold = watch.threshold
    blocks = watch.blocks
    alarms = watch.alarms.map {
      DriftReport.Alarm(
        firstAnswer: $0.after + 1, lastAnswer: $0.after + watch.rule.window,
        overridden: $0.overrides, sequence: $0.sequence)
    }
    alarming = watch.isAlarming
    let share = watch.isWatching ? watch.reference.value.map { min(1, $0 + 0.05) } : nil
    noticedShare = share
    noticedAfter = share.flatMap {
      watch.rule.medianCellsToNotice(
        share: $0, overridesInReference: watch.reference.overridden)
    }
  }
}

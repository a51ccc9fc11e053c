public import Review

/// How reviewers, suggestions and second readers agree, from a log.
public struct AgreementReport: Sendable, Encodable {
  /// Of what log, by whom, when it stood where.
  public struct Source: Hashable, Sendable, Encodable {
    /// The research-use notice.
    public let notice: String
    /// The program with its version.
    public let application: String
    public let log: String
    /// Head of the log that was read.
    public let headSequence: Int64
    public let headHash: String
    /// What was asked for; nil for all.
    public let directory: String?
    public let reviewer: String?
    public let model: String?

    /// The origin of a report.
    public init(
      notice: String, application: String, log: String, headSequence: Int64, headHash: String,
      directory: String? = nil, reviewer: String? = nil, model: String? = nil
    ) {
      self.notice = notice
      self.application = application
      self.log = log
      self.headSequence = headSequence
      self.headHash = headHash
      self.directory = directory
      self.reviewer = reviewer
      self.model = model
    }
  }

  /// A share of overrides with its exact 95 % limits.
  public struct Overrides: Hashable, Sendable, Encodable {
    public let answers: Int
    public let overridden: Int
    /// 0...1; nil without answers.
    public let share: Double?
    public let low: Double
    public let high: Double

    init(_ rate: OverrideRate) {
      answers = rate.answers
      overridden = rate.overridden
      share = rate.value
      let limits = rate.limits
      (low, high) = (limits.lowerBound, limits.upperBound)
    }
  }

  /// The overrides of one class's suggestions.
  public struct OfClass: Hashable, Sendable, Encodable {
    public let suggested: String
    public let overrides: Overrides
  }

  /// A cell of a table of two raters.
  public struct Count: Hashable, Sendable, Encodable {
    public let first: String
    public let second: String
    public let cells: Int
  }

  /// What became of suggestions that were seen, or of those that were withheld.
  public struct Answers: Hashable, Sendable, Encodable {
    public let overrides: Overrides
    /// Median time a cell was on screen before the answer; nil without answers.
    public let medianDwellMilliseconds: Int?
    /// By the suggested class's code.
    public let classes: [OfClass]
    /// First the suggestion, second the answer.
    public let confusion: [Count]
  }

  /// The answers of a reviewer, to a model, of a week or month.
  public struct Group: Hashable, Sendable, Encodable {
    public let name: String
    /// The suggestion could be seen: people nod.
    public let seen: Answers
    /// It could not be seen before the answer: what agreement is worth shows here.
    public let withheld: Answers
  }

  /// Cohen's kappa with its error and limits.
  public struct Kappa: Hashable, Sendable, Encodable {
    public let value: Double
    /// For large samples (Fleiss, Cohen, Everitt 1969).
    public let standardError: Double
    /// 95 % limits.
    public let low: Double
    public let high: Double

    init?(_ table: LabelTable) {
      guard let kappa = CohenKappa(table) else { return nil }
      value = kappa.value
      standardError = kappa.standardError
      (low, high) = (kappa.interval.lowerBound, kappa.interval.upperBound)
    }
  }

  /// A second review and what it says.
  public struct SecondReview: Hashable, Sendable, Encodable {
    /// Entry of the plan; `all` for all plans together.
    public let plan: String
    public let firstReviewers: [String]
    public let secondReviewer: String
    /// Cells to be read; nil when the plan is not in this log.
    public let planned: Int?
    public let read: Int
    public let agreed: Int
    /// Nil without readings, and where both saw one and the same class only.
    public let kappa: Kappa?
    public let confusion: [Count]
  }

  /// A cell of which reviewers said different things.
  public struct Disputed: Hashable, Sendable, Encodable {
    /// Somebody's word on it.
    public struct Word: Hashable, Sendable, Encodable {
      public let reviewer: String
      public let label: String
      public let second: Bool
    }

    public let image: String
    /// The cell's place in the picture, from 1; 0 for the whole picture.
    public let cell: Int
    public let contested: Bool
    public let words: [Word]
    /// What was decided, and by whom; nil while open.
    public let verdict: String?
    public let decidedBy: String?
    public let reason: String?

    init(_ disagreement: Disagreement, below directory: ImagePath?) {
      let path = disagreement.image
      image = (directory.map { path.relative(to: $0) } ?? path).lossyText
      cell = disagreement.place
      contested = disagreement.isContested
      words = disagreement.words.map {
        Word(reviewer: $0.reviewer, label: $0.label.rawValue, second: $0.isSecond)
      }
      verdict = disagreement.adjudication?.label.rawValue
      decidedBy = disagreement.adjudication?.reviewer
      reason = disagreement.adjudication?.reason
    }
  }

  public let source: Source
  public let all: Group
  /// By name; empty when no grouping was asked for.
  public let groups: [Group]
  public let secondReviews: [SecondReview]
  /// In the order of the paths and of the cells in a picture.
  public let disagreements: [Disputed]
  public let drift: DriftReport

  /// Disagreements that nobody decided.
  public var openDisagreements: Int { disagreements.count { $0.verdict == nil } }

  /// The report on what `collector` found.
  public init(
    _ collector: AgreementCollector, by grouping: AgreementGrouping?, source: Source,
    rule: DriftRule = .standard
  ) {
    self.source = source
    let rows = collector.inTime
    all = Group("all", rows, collector.names)
    groups = Self.groups(rows, by: grouping, collector.names)
    secondReviews = Self.secondReviews(collector)
    disagreements = collector.disagreements
    drift = DriftReport(rows, collector.names, rule)
  }

  private static func groups(
    _ rows: [AgreementRow], by grouping: AgreementGrouping?, _ names: Names
  ) -> [Group] {
    guard let grouping else { return [] }
    var spans: [Int32: String] = [:]
    func name(_ row: AgreementRow) -> String {
      switch grouping {
      case .reviewer: return names[row.reviewer]
      case .model: return names[row.model]
      case .week, .month:
        if let known = spans[row.day] { return known }
        let day = Int(row.day)
        let span =
          grouping == .week ? CalendarSpan.week(ofDay: day) : CalendarSpan.month(ofDay: day)
        spans[row.day] = span
        return span
      }
    }
    return Dictionary(grouping: rows, by: name).sorted { $0.key < $1.key }
      .map { Group($0.key, $0.value, names) }
  }

  private static func secondReviews(_ collector: AgreementCollector) -> [SecondReview] {
    // A plan of which nothing was read yet is listed too.
    let entries = Set(collector.readings.keys).union(collector.planned.keys)
    var reviews = entries.sorted { $0.rawValue < $1.rawValue }.map { entry in
      let readings = collector.readings[entry] ?? .init()
      let plan = collector.planned[entry]
      return SecondReview(
        plan: entry.rawValue, readings.table, firstReviewers: readings.firstReviewers,
        secondReviewer: plan?.reviewer ?? readings.secondReviewer, planned: plan?.targets.count)
    }
    if reviews.count > 1 {
      var table = LabelTable()
      for readings in collector.readings.values { table.add(readings.table) }
      reviews.append(
        SecondReview(
          plan: "all", table,
          firstReviewers: Set(collector.readings.values.flatMap(\.firstReviewers)),
          secondReviewer: Set(reviews.map(\.secondReviewer)).sorted().joined(separator: ", "),
          planned: nil))
    }
    return reviews
  }
}

extension AgreementReport.SecondReview {
  fileprivate init(
    plan: String, _ table: LabelTable, firstReviewers: Set<String>, secondReviewer: String,
    planned: Int?
  ) {
    self.plan = plan
    self.firstReviewers = firstReviewers.sorted()
    self.secondReviewer = secondReviewer
    self.planned = planned
    read = table.total
    agreed = table.agreed
    kappa = AgreementReport.Kappa(table)
    confusion = AgreementReport.counts(table)
  }
}

extension AgreementReport.Group {
  init(_ name: String, _ rows: [AgreementRow], _ names: Names) {
    self.name = name
    seen = AgreementReport.Answers(rows.filter(\.wasSeen), names)
    withheld = AgreementReport.Answers(rows.filter { !$0.wasSeen }, names)
  }
}

extension AgreementReport.Answers {
  init(_ rows: [AgreementRow], _ names: Names) {
    var table = LabelTable()
    var all = OverrideRate()
    var classes: [Int32: OverrideRate] = [:]
    for row in rows {
      table.add(
        first: Label(rawValue: names[row.suggested]), second: Label(rawValue: names[row.answered]))
      all.add(isOverride: row.isOverride)
      classes[row.suggested, default: OverrideRate()].add(isOverride: row.isOverride)
    }
    overrides = AgreementReport.Overrides(all)
    let dwells = rows.map(\.dwellMilliseconds).sorted()
    // Of two in the middle the shorter: a time that occurred.
    medianDwellMilliseconds = dwells.isEmpty ? nil : Int(dwells[(dwells.count - 1) / 2])
    self.classes = classes.map {
      AgreementReport.OfClass(
        suggested: names[$0.key], overrides: AgreementReport.Overrides($0.value))
    }.sorted { $0.suggested < $1.suggested }
    confusion = AgreementReport.counts(table)
  }
}

extension AgreementReport {
  /// The cells of a table that are not empty, in the order of the labels.
  fileprivate static func counts(_ table: LabelTable) -> [Count] {
    let labels = table.labels
    return labels.flatMap { first in
      labels.compactMap { second in
        let cells = table.count(first: first, second: second)
        return cells == 0
          ? nil : Count(first: first.rawValue, second: second.rawValue, cells: cells)
      }
    }
  }
}

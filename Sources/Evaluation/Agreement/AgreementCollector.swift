public import Review

/// Goes through a log picture by picture and keeps what agreement is about; a picture is forgotten as soon as it
/// was taken.
public struct AgreementCollector {
  private let directory: ImagePath?
  private let reviewer: String?
  private let model: String?

  private(set) var names = Names()
  private(set) var rows: [AgreementRow] = []
  private(set) var readings: [EntryID: PlanReadings] = [:]
  private(set) var disagreements: [AgreementReport.Disputed] = []
  private(set) var planned: [EntryID: SecondReviewPlan] = [:]

  /// Second readings of a plan, and of whom they are.
  struct PlanReadings {
    var table = LabelTable()
    var firstReviewers: Set<String> = []
    var secondReviewer = ""
  }

  /// A collector of all answers, or of those of a reviewer, or of those to a model's suggestions.
  ///
  /// - Parameter directory: What paths are given relative to.
  public init(directory: ImagePath? = nil, reviewer: String? = nil, model: String? = nil) {
    self.directory = directory
    self.reviewer = reviewer
    self.model = model
  }

  /// Takes the plan of a second review, unless it is another reviewer's or another directory's.
  public mutating func take(plan: SecondReviewPlan, entry: EntryID) {
    guard reviewer == nil || plan.reviewer == reviewer else { return }
    guard let directory else {
      planned[entry] = plan
      return
    }
    if plan.targets.contains(where: { $0.image.relative(to: directory) != $0.image }) {
      planned[entry] = plan
    }
  }

  /// Takes all records about a picture, oldest first.
  public mutating func take(_ records: [LogRecord]) {
    var times: [EntryID: (time: Timestamp, sequence: Int64)] = [:]
    for record in records {
      if case .decided = record.entry.event {
        times[record.entry.id] = (record.time, record.sequence)
      }
    }
    guard !times.isEmpty else { return }
    let state = ReviewState(records)
    for path in state.paths {
      for review in state.reviews(of: path) {
        for rated in review.ratedSuggestions where isWanted(rated) {
          if let place = times[rated.entry] { add(rated, place.time, place.sequence) }
        }
        for rating in review.secondRatings where isWanted(rating) { add(rating) }
        for disagreement in review.disagreements(in: path)
        where reviewer.map({ disagreement.parties.contains($0) }) ?? true {
          disagreements.append(AgreementReport.Disputed(disagreement, below: directory))
        }
      }
    }
  }

  private func isWanted(_ rated: RatedSuggestion) -> Bool {
    (reviewer == nil || rated.reviewer == reviewer) && (model == nil || rated.model == model)
  }

  private func isWanted(_ rating: SecondRating) -> Bool {
    reviewer.map { rating.firstReviewer == $0 || rating.secondReviewer == $0 } ?? true
  }

  private mutating func add(_ rated: RatedSuggestion, _ time: Timestamp, _ sequence: Int64) {
    rows.append(
      AgreementRow(
        utcMilliseconds: time.utcMilliseconds, sequence: sequence,
        suggested: names.place(of: rated.suggested.rawValue),
        answered: names.place(of: rated.answered.rawValue),
        reviewer: names.place(of: rated.reviewer),
        model: names.place(of: rated.model ?? "(not named)"),
        day: Int32(clamping: CalendarSpan.day(of: time)),
        dwellMilliseconds: Int32(clamping: rated.dwellMilliseconds), wasSeen: rated.wasSeen))
  }

  private mutating func add(_ rating: SecondRating) {
    var plan = readings[rating.plan] ?? PlanReadings()
    plan.table.add(first: rating.first, second: rating.second)
    plan.firstReviewers.insert(rating.firstReviewer)
    plan.secondReviewer = rating.secondReviewer
    readings[rating.plan] = plan
  }

  /// The rows as they were answered: by time, and where that is the same by their place in the log.
  var inTime: [AgreementRow] {
    rows.sorted { ($0.utcMilliseconds, $0.sequence) < ($1.utcMilliseconds, $1.sequence) }
  }
}

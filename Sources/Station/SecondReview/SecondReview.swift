public import Review

/// A blind second review that is being worked through.
///
/// While it lasts the desk is under a veil: no answer, suggestion, remark or count of anybody is on the screen.
/// There is no leaving it and going on, since what was seen meanwhile would no longer be blind: it is
/// read to its end, ended for good, or gone on with in another session, which begins under the veil.
public struct SecondReview: Equatable, Sendable {
  public let plan: SecondReviewPlan
  /// The plan's entry, which readings name.
  public let entry: EntryID
  let drawn: DrawnCells

  init(_ plan: SecondReviewPlan, entry: EntryID) {
    self.plan = plan
    self.entry = entry
    drawn = DrawnCells(plan.targets)
  }

  /// What was read of a cell; nil while it waits.
  func reading(of cell: ReviewCell) -> SecondReading? {
    cell.secondReadings.first { $0.reading.plan == entry }?.reading
  }
}

/// How far a second review is, and how the two reviewers agree.
struct SecondFindings: Equatable {
  let planned: Int
  /// First the first answers, second the readings.
  private(set) var table = LabelTable()

  init(_ second: SecondReview, in review: ReviewState) {
    planned = second.plan.targets.count
    for image in second.drawn.rows {
      for rating in review[image].secondRatings where rating.plan == second.entry {
        table.add(first: rating.first, second: rating.second)
      }
    }
  }

  var read: Int { table.total }

  /// `18 of 20 read alike (90.0%), kappa 0.83 (95 %: 0.62 to 0.95)`.
  var statement: String {
    guard let agreement = table.agreement else { return "nothing was read" }
    let alike = "\(table.agreed) of \(read) read alike (\(percentText(100 * agreement)))"
    let part = read < planned ? ", \(planned - read) not read" : ""
    guard let kappa = CohenKappa(table) else {
      return "\(alike)\(part); no kappa, since all are of one class"
    }
    let shown = kappa.interval.outwards(digits: 2)
    let limits = "\(hundredths(shown.lowerBound)) to \(hundredths(shown.upperBound))"
    return "\(alike)\(part), kappa \(hundredths(kappa.value)) (95 %: \(limits))"
  }

  private func hundredths(_ value: Double) -> String {
    let rounded = Int((abs(value) * 100).rounded())
    let digits = rounded % 100
    return
      "\(value < 0 && rounded > 0 ? "-" : "")\(rounded / 100).\(digits < 10 ? "0" : "")\(digits)"
  }
}

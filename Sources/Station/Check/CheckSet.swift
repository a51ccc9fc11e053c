public import Review

/// A random check set that is being worked through.
public struct CheckSet: Equatable, Sendable {
  public let plan: CheckPlan
  let drawn: DrawnCells

  init(_ plan: CheckPlan) {
    self.plan = plan
    drawn = DrawnCells(plan.targets)
  }
}

/// How far a check set is, and what it says. A cell's first answer counts: after it the suggestion is
/// known.
struct CheckFindings: Equatable {
  /// Cells that were judged without sight of the suggestion.
  private(set) var checked = 0
  /// Of them, judged otherwise than suggested; "cannot be told" counts as wrong, to be on the safe side.
  private(set) var wrong = 0
  let planned: Int

  init(_ check: CheckSet, in review: ReviewState) {
    planned = check.plan.targets.count
    for target in check.plan.targets {
      guard let decision = review[target.image].cell(target.cell)?.firstAnswer,
        decision.hidden == .check
      else { continue }
      checked += 1
      if decision.label != decision.suggestion?.label { wrong += 1 }
    }
  }

  var isDone: Bool { checked == planned }

  /// `after 59 clean checks, error at most 5.0 % (95 %)`.
  var statement: String {
    guard checked > 0 else { return "nothing checked yet: error unknown" }
    let limit = BinomialLimits.upper(events: wrong, of: checked)
    let checks = checked == 1 ? "check" : "checks"
    let found =
      wrong == 0 ? "after \(checked) clean \(checks)" : "\(wrong) wrong in \(checked) \(checks)"
    return "\(found), error at most \(percentRoundedUp(100 * limit)) % (95 %)"
  }
}

import Review

/// How values of a result are written in the formats that laboratory systems read.
enum ResultText {
  /// A number with two decimals: a percentage of a few hundred cells has no more to say.
  static func number(_ value: Double) -> String {
    let hundredths = Int((abs(value) * 100).rounded())
    let digits = String(hundredths % 100)
    let sign = value < 0 && hundredths > 0 ? "-" : ""
    return "\(sign)\(hundredths / 100).\(digits.count < 2 ? "0" : "")\(digits)"
  }

  /// Limits with two decimals, rounded outwards.
  static func limits(_ limits: ClosedRange<Double>) -> (low: String, high: String) {
    let shown = limits.outwards(digits: 2)
    return (number(shown.lowerBound), number(shown.upperBound))
  }

  /// The target as it was set before counting; nil when there was none.
  static func target(_ slide: SlideIdentity) -> String? {
    switch slide.target {
    case .cells(let count): "\(count) cells"
    case .width(let target):
      "\(target.label.rawValue) within \(number(target.percentagePoints)) percentage points"
    case nil: nil
    }
  }

  /// Everything a reader needs to judge a result by, a sentence each; the notice comes first.
  static func remarks(_ result: SlideResult) -> [String] {
    let origin = result.origin
    var lines = [origin.notice]
    switch result.status {
    case .preliminary where result.signatures.isEmpty:
      lines.append("Preliminary: nobody signed this result.")
    case .preliminary: lines.append("Preliminary: changed after it was signed.")
    case .final: break
    case .amended: lines.append("Amended after it was signed, and signed again.")
    }
    for signed in result.signatures { lines.append(signature(signed)) }
    for amendment in result.amendments { lines.append(Self.amendment(amendment)) }
    if result.contested > 0 {
      lines.append("Cells with different answers, which count nowhere: \(result.contested).")
    }
    if result.disputed > 0 {
      lines.append("Cells that a second reader saw otherwise: \(result.disputed).")
    }
    if result.apart > 0 {
      lines.append("Answers outside the sample, which are not counted: \(result.apart).")
    }
    if let target = target(result.slide) {
      let reached = result.isTargetReached == true ? "reached" : "not reached"
      lines.append("Target set before counting: \(target), \(reached).")
    }
    if let absolute = result.absolute { lines.append(whiteCells(absolute)) }
    lines.append("Limits: exact 95 % (Clopper-Pearson); they say nothing of a wrong label.")
    for model in origin.models {
      lines.append("Suggestions by model \(model.id), SHA-256 \(model.sha256).")
    }
    if origin.models.isEmpty { lines.append("No model suggested anything.") }
    lines.append(
      "Reviewed by \(result.reviewers.joined(separator: ", ")) with \(origin.reviewedWith.joined(separator: ", ")); written by \(origin.application)."
    )
    lines.append("Head of the review log: \(origin.head.sequence) \(origin.head.hash).")
    return lines
  }

  static func signature(_ signed: SignedResult) -> String {
    let counts = signed.signOff.counts.map { "\($0.label.rawValue) \($0.cells)" }
    let comment = signed.signOff.comment.map { " \u{201C}\($0)\u{201D}" } ?? ""
    return
      "Signed by \(signed.signOff.reviewer), \(signed.time.utcText): "
      + "\(counts.joined(separator: ", ")); total \(signed.signOff.total).\(comment)"
  }

  static func amendment(_ amendment: Amendment) -> String {
    let subject = amendment.image.fileName.lossyText
    let change =
      "\(amendment.earlier?.rawValue ?? "not counted") to \(amendment.label?.rawValue ?? "not counted")"
    let reason = amendment.reason.map { ": \($0)" } ?? ""
    let open = amendment.isSigned ? "" : " (not signed yet)"
    return
      "Changed by \(amendment.reviewer), \(amendment.time.utcText), \(subject): \(change)\(reason)\(open)."
  }

  private static func whiteCells(_ absolute: AbsoluteCounts) -> String {
    guard absolute.isCorrected, let red = absolute.nucleatedRedCellsPer100 else {
      return "White cells as given: \(number(absolute.whiteCells)) x 10^9/L."
    }
    return
      "White cells as given: \(number(absolute.whiteCells)) x 10^9/L, corrected for "
      + "\(number(red)) nucleated red cells per 100: \(number(absolute.correctedWhiteCells)) x 10^9/L."
  }
}

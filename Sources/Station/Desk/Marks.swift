import Review
import Screen

/// A picture's or a cell's state as one character; never told by colour alone.
enum Mark: Equatable {
  case unclassified, waiting, unreviewed, uncertain, confirmed, overridden, unreadable, gone

  /// - Parameter status: what the suggestion of an open cell looks like; nil when it is withheld, so
  ///   that no mark gives it away.
  init(
    _ review: ImageReview, isWaiting: Bool, isGone: Bool = false,
    status: (ReviewCell) -> SuggestionStatus?
  ) {
    if isGone {
      self = .gone
    } else if isWaiting {
      self = .waiting
    } else if review.isComplete {
      self = review.decisions.allSatisfy { $0.kind == .confirm } ? .confirmed : .overridden
    } else if case .failed = review.finding {
      self = .unreadable
    } else if review.finding == .unclassified, review.cells.isEmpty {
      self = .unclassified
    } else {
      let open = review.cells.filter(\.isOpen)
      let isSure = open.allSatisfy { cell in
        status(cell).map { $0 == .ok } ?? (cell.suggestion != nil)
      }
      self = isSure ? .unreviewed : .uncertain
    }
  }

  var character: String {
    switch self {
    case .unclassified: " "
    case .waiting: "~"
    case .unreviewed: "."
    case .uncertain: "?"
    case .confirmed: "+"
    case .overridden: "!"
    case .unreadable: "x"
    case .gone: "-"
    }
  }

  var role: Role {
    switch self {
    case .unclassified, .waiting: .muted
    case .unreviewed: .markUnreviewed
    case .uncertain: .markUncertain
    case .confirmed: .markConfirmed
    case .overridden: .markOverridden
    case .unreadable, .gone: .markError
    }
  }
}

extension State {
  /// The role of a label's colour: by the class's place in the model's list.
  func role(of label: Label) -> Role {
    let roles: [Role] = [
      .class1, .class2, .class3, .class4, .class5, .class6, .class7, .class8,
    ]
    guard let found = session.cellClass(label), found.index < roles.count else { return .text }
    return roles[found.index]
  }

  /// A cell as a list shows it: the answer, or the suggestion in parentheses; after `=` one that is counted
  /// elsewhere.
  func summary(of cell: ReviewCell) -> (text: String, role: Role) {
    if cell.isDouble {
      return ("=" + (cell.decision.map { summary(of: $0) } ?? ""), .muted)
    }
    if let decision = cell.decision {
      return (summary(of: decision), role(of: decision.label))
    }
    guard cell.suggestion != nil else { return ("(-)", .muted) }
    guard let suggestion = visibleSuggestion(of: cell) else { return ("(…)", .muted) }
    return ("(\(name(of: suggestion.label)))", .muted)
  }

  /// An answer, with what it overrode.
  func summary(of decision: Decision) -> String {
    if decision.kind == .override, let suggested = decision.suggestion?.label {
      return "\(name(of: suggested))>\(name(of: decision.label))"
    }
    return name(of: decision.label)
  }
}

extension String {
  /// The text with spaces before it up to `width` columns.
  func leftPadded(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - ScreenText.width(of: self))) + self
  }

  /// The text with spaces behind it up to `width` columns.
  func rightPadded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - ScreenText.width(of: self)))
  }
}

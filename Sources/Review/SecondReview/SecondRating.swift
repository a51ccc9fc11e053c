/// What two reviewers said of one cell, the second without sight of the first one's answer.
public struct SecondRating: Hashable, Sendable {
  public let cell: CellID
  public let plan: EntryID
  public let first: Label
  public let firstReviewer: String
  public let second: Label
  public let secondReviewer: String
}

extension ImageReview {
  /// This picture's second readings, each with the answer that it was read against, changed since or not.
  public var secondRatings: [SecondRating] {
    cells.flatMap { cell in
      cell.secondReadings.compactMap { _, reading in
        guard let first = cell.steps.first(where: { $0.entry == reading.first }),
          case .decided(let decision) = first.action
        else { return nil }
        return SecondRating(
          cell: cell.id, plan: reading.plan, first: decision.label, firstReviewer: first.reviewer,
          second: reading.label, secondReviewer: reading.reviewer)
      }
    }
  }
}

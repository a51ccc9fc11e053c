/// A suggestion and what a reviewer made of it.
public struct RatedSuggestion: Hashable, Sendable {
  public let suggested: Label
  public let answered: Label
  public let reviewer: String
  /// Id of the model that suggested; nil in logs that do not name it.
  public let model: String?
  /// The answer's entry.
  public let entry: EntryID
  /// Whether the suggestion could be seen before the answer.
  public let wasSeen: Bool
  /// Time the cell was on screen before the answer.
  public let dwellMilliseconds: Int

  public var isOverride: Bool { suggested != answered }
}

extension ImageReview {
  /// What the reviewers made of this picture's suggestions, at most once a cell and reviewer.
  ///
  /// Where the suggestion was withheld the first answer counts, undone or not, since after it the suggestion
  /// is known. Else the answer that holds counts: a slip of the finger that was put right is no override.
  public var ratedSuggestions: [RatedSuggestion] {
    cells.flatMap { cell -> [RatedSuggestion] in
      var seen: Set<String> = []
      return cell.openAnswers.reversed().compactMap { answer -> RatedSuggestion? in
        guard seen.insert(answer.reviewer).inserted else { return nil }
        return RatedSuggestion(cell.steps.firstAnswer(by: answer.reviewer), else: answer)
      }
    }
  }
}

extension RatedSuggestion {
  fileprivate init?(_ first: Answer?, else standing: Answer) {
    let answer = first.flatMap { $0.decision.hidden == nil ? nil : $0 } ?? standing
    guard let suggestion = answer.decision.suggestion else { return nil }
    self.init(
      suggested: suggestion.label, answered: answer.decision.label, reviewer: answer.reviewer,
      model: answer.decision.model?.id, entry: answer.entry,
      wasSeen: answer.decision.suggestionVisible,
      dwellMilliseconds: answer.decision.dwellMilliseconds)
  }
}

extension [ReviewCell.Step] {
  fileprivate func firstAnswer(by reviewer: String) -> Answer? {
    for step in self where step.reviewer == reviewer {
      if case .decided(let decision) = step.action {
        return Answer(entry: step.entry, decision: decision, reviewer: reviewer)
      }
    }
    return nil
  }
}

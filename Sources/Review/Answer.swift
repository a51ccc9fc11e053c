/// An answer that stands in the log.
public struct Answer: Hashable, Sendable {
  public let entry: EntryID
  public let decision: Decision
  public let reviewer: String
}

/// What a cell, or a picture as a whole, counts as.
public struct Verdict: Hashable, Sendable {
  public let label: Label
  /// The answer that it rests on.
  public let decision: Decision
  /// The first answer that was ever given: only before it could the suggestion be unknown.
  public let first: Decision
}

extension [ReviewCell.Step] {
  /// Answers that hold and that no later one replaces, oldest first. Two stations that answered without
  /// knowing of each other leave more than one.
  var openAnswers: [Answer] {
    var replaced: Set<EntryID> = []
    var open: [Answer] = []
    for step in reversed() where step.holds {
      guard case .decided(let decision) = step.action else { continue }
      if let earlier = decision.supersedes { replaced.insert(earlier) }
      if !replaced.contains(step.entry) {
        open.append(Answer(entry: step.entry, decision: decision, reviewer: step.reviewer))
      }
    }
    return open.reversed()
  }

  /// The newest answer that holds.
  var lastAnswer: Answer? {
    for step in reversed() where step.holds {
      if case .decided(let decision) = step.action {
        return Answer(entry: step.entry, decision: decision, reviewer: step.reviewer)
      }
    }
    return nil
  }

  /// The first answer ever given, undone or not.
  var firstAnswer: Decision? {
    for step in self {
      if case .decided(let decision) = step.action { return decision }
    }
    return nil
  }

  /// The adjudication that holds; an answer given after it takes its place.
  var adjudication: (entry: EntryID, adjudication: Adjudication)? {
    for step in reversed() where step.holds {
      switch step.action {
      case .adjudicated(let adjudication): return (step.entry, adjudication)
      case .decided: return nil
      case .placed, .annotated, .reread, .compared: continue
      }
    }
    return nil
  }

  /// Whether different answers hold and nobody decided between them.
  var isContested: Bool {
    // Most cells have one answer, and this is asked of every cell of a log.
    hasSeveralAnswers && adjudication == nil
      && Set(openAnswers.map(\.decision.label)).count > 1
  }

  private var hasSeveralAnswers: Bool {
    var count = 0
    for step in self where step.holds {
      if case .decided = step.action { count += 1 }
    }
    return count > 1
  }

  /// Second readings that hold, the last one of each plan, oldest first.
  var secondReadings: [(entry: EntryID, reading: SecondReading)] {
    var readings: [(entry: EntryID, reading: SecondReading)] = []
    for step in self where step.holds {
      guard case .reread(let reading) = step.action else { continue }
      readings.removeAll { $0.reading.plan == reading.plan }
      readings.append((step.entry, reading))
    }
    return readings
  }

  /// Whether a second reading says otherwise than the answer that holds, and nobody decided.
  var isDisputed: Bool {
    guard adjudication == nil, let answer = lastAnswer else { return false }
    return secondReadings.contains { $0.reading.label != answer.decision.label }
  }

  /// What was said of this cell and others and holds, the last word on each, oldest first.
  var comparisons: [CellComparison] {
    var last: [CellComparison] = []
    for step in self where step.holds {
      guard case .compared(let comparison) = step.action else { continue }
      last.removeAll {
        $0.otherCell == comparison.otherCell && $0.otherImage == comparison.otherImage
      }
      last.append(comparison)
    }
    return last
  }

  /// The word by which this cell is one that is counted elsewhere.
  var double: CellComparison? { comparisons.last { $0.isSame } }

  /// Whether the technician said that this cell is one that is counted elsewhere.
  var isDouble: Bool { double != nil }

  /// What counts; nil while nothing was answered, while answers contest each other, and for a double.
  var verdict: Verdict? {
    guard let answer = lastAnswer, !isContested, !isDouble else { return nil }
    return Verdict(
      label: adjudication?.adjudication.label ?? answer.decision.label, decision: answer.decision,
      first: firstAnswer ?? answer.decision)
  }
}

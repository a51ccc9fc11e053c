import Review

/// The order in which pictures come up for review.
public enum QueueOrder: Hashable, Sendable {
  case name
  /// By the files' time of modification, the oldest first: the order in which they were taken.
  case time
  /// Pictures with the least sure open cell first.
  case uncertainty
  /// By the class of the first cell, answered or suggested; within a class the least sure first.
  case cellClass
  /// Shuffled; the seed lets anyone repeat it.
  case random(seed: Int)

  /// As the log and the screen name it.
  public var text: String {
    switch self {
    case .name: "name"
    case .time: "time"
    case .uncertainty: "uncertainty"
    case .cellClass: "class"
    case .random(let seed): "random \(seed)"
    }
  }

  /// Whether the order depends on what the model said.
  var followsSuggestions: Bool { self == .uncertainty || self == .cellClass }
}

/// An order as it is asked for; the seed of a shuffle comes from the session.
public enum WantedOrder: String, CaseIterable, Sendable {
  case name, time, uncertainty, `class`, random

  func order(session: String) -> QueueOrder {
    switch self {
    case .name: .name
    case .time: .time
    case .uncertainty: .uncertainty
    case .class: .cellClass
    case .random: .random(seed: seed(from: "\(session) order"))
    }
  }
}

extension State {
  /// What an answer given now says of the order it was given in.
  var recordedOrder: String {
    if let check { return "check \(check.plan.seed)" }
    return filter.isEmpty ? order.text : "\(order.text); filter \(filter.text)"
  }

  /// Makes the list anew from filter and order; the selected picture stays selected when it is in it.
  mutating func arrange() {
    let before = image
    let total = catalogue.images.count
    if let drawn {
      rows = Rows(drawn.rows.compactMap { catalogue.index(of: $0) }, of: total)
    } else if filter.isEmpty, order == .name, scope == nil {
      rows = Rows(all: total)
    } else {
      let kept =
        filter.isEmpty
        ? Array(scopeRange) : scopeRange.filter { matches(filter, catalogue.images[$0]) }
      rows = Rows(ordered(kept), of: total)
    }
    selected = before.flatMap { row(of: $0) } ?? max(0, min(selected, rows.count - 1))
    if image != before { takeUpPicture() }
  }

  /// Places of the catalogue, which stand by name, in the queue's order.
  private func ordered(_ places: [Int]) -> [Int] {
    switch order {
    case .name: return places
    case .time:
      return sorted(places) { (times[$0].map(Int.init) ?? .max, 0) }
    case .uncertainty: return sorted(places) { uncertaintyRank($0) }
    case .cellClass: return sorted(places) { classRank($0) }
    case .random(let seed):
      var source = SplitMix64(seed: UInt64(truncatingIfNeeded: seed))
      return places.shuffled(using: &source)
    }
  }

  /// Sorted by rank, then number, then name; the ranks are made once a picture.
  private func sorted(_ places: [Int], by rank: (ImagePath) -> (Int, Double)) -> [Int] {
    places.map { (rank(catalogue.images[$0]), $0) }
      .sorted { ($0.0.0, $0.0.1, $0.1) < ($1.0.0, $1.0.1, $1.1) }
      .map(\.1)
  }

  private func uncertaintyRank(_ path: ImagePath) -> (Int, Double) {
    let review = review[path]
    if review.isComplete { return (5, 0) }
    switch review.finding {
    case .failed: return (4, 0)
    case .unclassified where review.cells.isEmpty: return (3, 0)
    default: break
    }
    let open = review.cells.filter(\.isOpen)
    if open.isEmpty { return (2, 0) }
    let suggestions = open.map(\.suggestion)
    let isUnsure = suggestions.contains { $0?.status != .ok }
    return (isUnsure ? 0 : 1, suggestions.map { $0?.confidence ?? 0 }.min() ?? 0)
  }

  private func classRank(_ path: ImagePath) -> (Int, Double) {
    let review = review[path]
    let labels = review.cells.map { $0.decision?.label ?? $0.suggestion?.label }
    let places = labels.compactMap { $0 }.compactMap { session.cellClass($0)?.index }
    guard let place = places.min() else {
      return (session.classes.count + (review.hasNoCell ? 0 : 1), 0)
    }
    return (place, review.cells.compactMap { $0.suggestion?.confidence }.min() ?? 0)
  }
}

extension State {
  /// What counts: cells first answered in an order that is a sample, all once everything is answered.
  var differential: Differential {
    let total = scopeTally
    return Differential(
      answers: isWhole ? total.answers : total.sample, classes: session.classes)
  }

  /// Answers given out of order, which do not count before everything is answered.
  var answersApart: Int {
    let total = scopeTally
    return isWhole ? 0 : total.answers.values.reduce(0, +) - total.sample.values.reduce(0, +)
  }

  /// Whether nothing in the directory is left to answer.
  var isWhole: Bool { scopeTally.reviewed == scopeRange.count }
}

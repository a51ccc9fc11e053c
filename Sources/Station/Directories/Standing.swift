public import Review

/// What is known of one picture of the list. A byte, for lists of 100,000 are walked for it.
public struct Standing: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Cells were looked for, with or without success.
  public static let examined = Standing(rawValue: 1)
  /// Nothing is left to answer.
  public static let complete = Standing(rawValue: 2)
  /// The picture could not be judged.
  public static let unreadable = Standing(rawValue: 4)
  /// The file went away while the station was open.
  public static let gone = Standing(rawValue: 8)

  /// Whether something in it waits for an answer.
  var isOpen: Bool {
    contains(.examined) && isDisjoint(with: [.complete, .unreadable, .gone])
  }

  /// What a review tells; whether the file is gone is not among it.
  init(_ review: ImageReview) {
    self = []
    if review.finding != .unclassified { insert(.examined) }
    if case .failed = review.finding { insert(.unreadable) }
    if review.isComplete { insert(.complete) }
  }
}

/// What the pictures of a directory, and of those below it, add up to.
public struct Tally: Equatable, Sendable {
  /// Pictures with nothing left to answer.
  public private(set) var reviewed = 0
  /// Pictures that could not be judged.
  public private(set) var unreadable = 0
  /// Pictures whose file went away.
  public private(set) var gone = 0
  /// Cells whose answers differ, or that a second reader saw otherwise, with nobody having decided.
  public private(set) var unsettled = 0
  /// Answers that hold, by label; a label nobody gave is not in it.
  public private(set) var answers: [Label: Int] = [:]
  /// Those of them that belong to a sample: the cell was first answered in an order that is one.
  public private(set) var sample: [Label: Int] = [:]

  /// Nothing counted yet.
  public init() {}

  /// Takes a picture in (`by` 1) or out (-1).
  mutating func count(_ standing: Standing, _ labels: PictureLabels, by step: Int) {
    if standing.contains(.complete) { reviewed += step }
    if standing.contains(.unreadable) { unreadable += step }
    if standing.contains(.gone) { gone += step }
    unsettled += labels.unsettled * step
    for label in labels.all { answers.change(label, by: step) }
    for label in labels.sample { sample.change(label, by: step) }
  }
}

extension [Label: Int] {
  fileprivate mutating func change(_ label: Label, by step: Int) {
    let count = self[label, default: 0] + step
    self[label] = count == 0 ? nil : count
  }
}

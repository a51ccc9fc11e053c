/// A past review, record by record: what each did, and the differential after it.
///
/// The same records give the same steps, whenever and wherever they are replayed.
public struct Replay {
  /// One record, and what came of it.
  public struct Step: Hashable, Sendable {
    public let record: LogRecord
    /// What the record did, in words.
    public let sentence: String
    /// What is counted after it: every answer that holds, in whatever order it was given.
    public let differential: Differential
    /// Cells with different answers that nobody decided between.
    public let contested: Int
  }

  private let classes: [CellClass]
  private var state = ReviewState()
  private var answers: [Label: Int] = [:]
  private var contested = 0

  /// A replay that counts in these classes.
  public init(classes: [CellClass]) { self.classes = classes }

  /// Takes the next record.
  public mutating func take(_ record: LogRecord) -> Step {
    let image = record.entry.event.image
    if let image { count(state[image], by: -1) }
    state.apply(record.entry, by: record.identity.reviewer)
    if let image { count(state[image], by: 1) }
    return Step(
      record: record, sentence: sentence(for: record.entry.event, image),
      differential: Differential(answers: answers, classes: classes), contested: contested)
  }

  /// What a label is called.
  public func name(of label: Label) -> String {
    classes.first { $0.label == label }?.short ?? label.fixedName ?? label.rawValue
  }

  private mutating func count(_ review: ImageReview, by step: Int) {
    for label in PictureLabels(review).all {
      let count = answers[label, default: 0] + step
      answers[label] = count == 0 ? nil : count
    }
    contested += step * review.contestedCount
  }

  private func sentence(for event: LogEvent, _ image: ImagePath?) -> String {
    let cells = image.map { state[$0].cells } ?? []
    return LogSentences(
      name: { name(of: $0) },
      cell: { id in cells.firstIndex { $0.id == id }.map { "cell \($0 + 1)" } ?? "a box" }
    ).sentence(for: event)
  }
}

extension Replay {
  /// The labels that a differential has, in the order of the classes, then by their codes.
  public func labels(of differential: Differential) -> [Label] {
    let listed = classes.map(\.label).filter { differential.count(of: $0) > 0 }
    let known = Set(listed)
    return listed
      + differential.counts.keys.filter { !known.contains($0) }.sorted { $0.rawValue < $1.rawValue }
  }

  /// Whether a label counts in the total.
  public func countsInTotal(_ label: Label) -> Bool {
    classes.contains { $0.label == label && $0.countsInTotal }
  }
}

/// The labels that a picture's answers give to a differential.
public struct PictureLabels: Hashable, Sendable {
  /// What its cells, and the picture as a whole, count as.
  public let all: [Label]
  /// Of those the ones that were first answered in an order that is a sample.
  public let sample: [Label]
  /// Cells whose answers differ, or that a second reader saw otherwise, with nobody having decided.
  public let unsettled: Int

  /// No answer.
  public static let none = PictureLabels()

  private init() { (all, sample, unsettled) = ([], [], 0) }

  /// The labels of a picture's review.
  public init(_ review: ImageReview) {
    let verdicts = review.verdicts
    unsettled = review.contestedCount + review.disputedCount
    all = verdicts.map(\.label)
    sample = verdicts.filter { $0.first.isSampled }.map(\.label)
  }
}

extension Decision {
  /// Whether the cell was answered in an order that is a sample.
  public var isSampled: Bool { Differential.isSample(order: queueOrder) }
}

extension Differential {
  /// Whether what was answered in this order, as far as one came, says something about the whole: fields
  /// as they were taken, or drawn at random. Other orders pick out what the model finds hard.
  ///
  /// - Parameter order: as a decision records it.
  public static func isSample(order: String) -> Bool {
    order == "name" || order == "time" || order.hasPrefix("random ") && !order.contains(";")
  }
}

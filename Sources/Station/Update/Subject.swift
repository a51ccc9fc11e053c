public import Review

/// What an answer is about: a cell of a picture, or the picture as a whole.
public struct Subject: Hashable, Sendable {
  public let image: ImagePath
  /// The cell; nil when the picture as a whole is meant.
  public let cell: CellID?

  /// A cell of `image`, or all of it.
  public init(image: ImagePath, cell: CellID?) {
    self.image = image
    self.cell = cell
  }
}

/// What the log keeps beside an answer: how it came about.
struct Circumstances: Equatable, Sendable {
  /// Why the suggestion could not be seen; nil when it could, or there was none.
  var hidden: HiddenReason?
  var dwellMilliseconds: Int
  var queueOrder: String
  /// Place in the queue, from 1.
  var queuePosition: Int
  var reason: String?
  /// The signature that the answer amends.
  var amends: EntryID?
}

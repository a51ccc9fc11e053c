/// A cell that a technician named, as an example of its class.
public struct ReferenceCell: Hashable, Sendable {
  public let image: ImagePath
  /// The content that was judged; a file that holds another is no example.
  public let imageSHA256: String
  /// The cell; nil when the picture as a whole was named.
  public let cell: CellID?
  public let box: Box?
  public let reviewer: String
  /// The day on the laboratory's calendar, such as `2026-11-22`.
  public let day: String

  /// An example from a decision, by whom and on which day.
  public init(_ decision: Decision, reviewer: String, day: String) {
    image = decision.image
    imageSHA256 = decision.imageSHA256
    cell = decision.cell
    box = decision.box
    self.reviewer = reviewer
    self.day = day
  }
}

/// What a log offers as examples of one class.
public struct ReferenceCells: Hashable, Sendable {
  public let label: Label
  /// The latest first.
  public let cells: [ReferenceCell]
  /// How many entries back were looked through; nil when it was the whole log.
  public let reach: Int?

  /// Examples of `label`.
  public init(label: Label, cells: [ReferenceCell], reach: Int?) {
    self.label = label
    self.cells = cells
    self.reach = reach
  }
}

/// The word of a further reviewer on a cell that was answered differently; it is what the cell counts
/// as, and the answers it decides between stay in the log.
public struct Adjudication: Hashable, Sendable, Codable {
  public let image: ImagePath
  public let imageSHA256: String
  /// The cell; nil when the picture as a whole is meant.
  public let cell: CellID?
  public let label: Label
  /// Who decides; the record's own reviewer says the same.
  public let reviewer: String
  /// The answers and second readings that disagree.
  public let between: [EntryID]
  public let reason: String?

  /// The label that `reviewer` gives.
  public init(
    image: ImagePath, imageSHA256: String, cell: CellID?, label: Label, reviewer: String,
    between: [EntryID], reason: String? = nil
  ) {
    self.image = image
    self.imageSHA256 = imageSHA256
    self.cell = cell
    self.label = label
    self.reviewer = reviewer
    self.between = between
    self.reason = reason
  }
}

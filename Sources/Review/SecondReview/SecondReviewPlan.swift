/// A second review, laid down before its first cell is looked at: another reviewer judges cells anew
/// without seeing the first answers or the suggestions.
public struct SecondReviewPlan: Hashable, Sendable, Codable {
  public let directory: ImagePath
  /// Who judges anew.
  public let reviewer: String
  /// Seeds the drawing, so that anyone can repeat it.
  public let seed: Int
  /// Answered cells of other reviewers when the plan was made: what was drawn from.
  public let population: Int
  /// The cells to judge, in this order; all of the population or a random share.
  public let targets: [CheckPlan.Target]

  /// A plan by which `reviewer` judges `targets` anew.
  public init(
    directory: ImagePath, reviewer: String, seed: Int, population: Int,
    targets: [CheckPlan.Target]
  ) {
    self.directory = directory
    self.reviewer = reviewer
    self.seed = seed
    self.population = population
    self.targets = targets
  }
}

/// A second reviewer's answer for a cell; it stands beside the first answer and never replaces it.
public struct SecondReading: Hashable, Sendable, Codable {
  public let image: ImagePath
  public let imageSHA256: String
  /// The cell; nil when the picture as a whole is meant.
  public let cell: CellID?
  public let box: Box?
  public let label: Label
  /// Who judged; the record's own reviewer says the same.
  public let reviewer: String
  /// The plan that the reading belongs to.
  public let plan: EntryID
  /// The answer that it was read against, which the reader could not see.
  public let first: EntryID
  /// Time the cell was on screen before the answer.
  public let dwellMilliseconds: Int

  /// A second answer.
  public init(
    image: ImagePath, imageSHA256: String, cell: CellID?, box: Box?, label: Label,
    reviewer: String, plan: EntryID, first: EntryID, dwellMilliseconds: Int
  ) {
    self.image = image
    self.imageSHA256 = imageSHA256
    self.cell = cell
    self.box = box
    self.label = label
    self.reviewer = reviewer
    self.plan = plan
    self.first = first
    self.dwellMilliseconds = dwellMilliseconds
  }
}

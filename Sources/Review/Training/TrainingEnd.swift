/// What became of a training.
public enum TrainingEnd: Hashable, Sendable {
  /// A model was written.
  case kept(TrainingOutcome)
  /// It was stopped before its first epoch: there was nothing to keep.
  case stopped
  case failed(Notice)
}

/// The model that a training wrote, and how good it is.
public struct TrainingOutcome: Hashable, Sendable {
  /// Right answers of a model to some cells.
  public struct Score: Hashable, Sendable {
    /// Whose answers.
    public let model: String
    /// To which cells, in words.
    public let cells: String
    public let right: Int
    public let count: Int
    /// Ends of the 95 % interval of the share that is right.
    public let low: Double
    public let high: Double
    /// Mean of the classes' shares.
    public let balanced: Double

    public init(
      model: String, cells: String, right: Int, count: Int, low: Double, high: Double,
      balanced: Double
    ) {
      self.model = model
      self.cells = cells
      self.right = right
      self.count = count
      self.low = low
      self.high = high
      self.balanced = balanced
    }
  }

  public let model: ModelIdentity
  /// Whether it was stopped by hand and the best epoch so far kept.
  public let wasStopped: Bool
  public let scores: [Score]
  /// What more labels are expected to bring, as a sentence.
  public let worth: String
  /// The model's file.
  public let file: ImagePath
  /// The directory of the report, and the files in it.
  public let reportDirectory: ImagePath
  public let reportFiles: [String]

  /// A model with its figures.
  public init(
    model: ModelIdentity, wasStopped: Bool, scores: [Score], worth: String, file: ImagePath,
    reportDirectory: ImagePath, reportFiles: [String]
  ) {
    self.model = model
    self.wasStopped = wasStopped
    self.scores = scores
    self.worth = worth
    self.file = file
    self.reportDirectory = reportDirectory
    self.reportFiles = reportFiles
  }
}

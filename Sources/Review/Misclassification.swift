/// A cell that a model answered otherwise than it is labelled, as an evaluation found it.
public struct Misclassification: Hashable, Sendable {
  /// Absolute path of the picture.
  public let image: ImagePath
  /// SHA-256 of the picture's file when the model answered.
  public let imageSHA256: String
  /// Where the model saw the cell, in pixels of the picture; nil where it found none.
  public let box: Box?
  /// The class that the data gives it.
  public let labelled: Label
  /// The model's surest class; nil where it found no cell.
  public let answered: Label?
  /// Probability of `answered`, 0...1; 0 without an answer.
  public let confidence: Double

  /// An error with everything that is needed to look at it.
  public init(
    image: ImagePath, imageSHA256: String, box: Box?, labelled: Label, answered: Label?,
    confidence: Double
  ) {
    self.image = image
    self.imageSHA256 = imageSHA256
    self.box = box
    self.labelled = labelled
    self.answered = answered
    self.confidence = confidence
  }

  /// The cell as the log would name it, if the finder saw it there.
  public var cell: CellID? { box.map { CellID(imageSHA256: imageSHA256, box: $0) } }
}

/// The errors of one evaluation, the worst first: those of which the model was surest.
public struct ErrorList: Hashable, Sendable {
  /// What the list is called, such as the path of its file.
  public let name: String
  /// The model that answered; nil in a list without an error.
  public let model: ModelIdentity?
  public let errors: [Misclassification]

  /// A list of errors, which are in the order in which they shall be looked at.
  public init(name: String, model: ModelIdentity?, errors: [Misclassification]) {
    self.name = name
    self.model = model
    self.errors = errors
  }

  /// The deepest directory that holds all pictures; nil in a list without an error.
  public var directory: ImagePath? {
    guard var common = errors.first?.image.directory else { return nil }
    for error in errors {
      while error.image.relative(to: common) == error.image, common.directory != common {
        common = common.directory
      }
    }
    return common
  }
}

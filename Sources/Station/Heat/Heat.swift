public import Review

/// A cell whose heat is asked for.
public struct ExplanationRequest: Hashable, Sendable {
  public let image: ImagePath
  /// The content that was judged: the heat of another is none of this cell's.
  public let imageSHA256: String
  public let box: Box

  /// A request for the heat of the cell in `box`.
  public init(image: ImagePath, imageSHA256: String, box: Box) {
    self.image = image
    self.imageSHA256 = imageSHA256
    self.box = box
  }
}

/// The heat over the selected cell: where the model saw what speaks for a class.
public struct Heat: Equatable, Sendable {
  /// What came of a request.
  enum Answer: Equatable, Sendable {
    /// One for each class of the model.
    case found([Explanation])
    case failed(Notice)
  }

  /// Which class is shown: the likeliest (0), the next (1) and so on; nil while heat is off.
  var rank: Int?
  /// The cell that was asked about last.
  var asked: ExplanationRequest?
  /// What came of it; nil while it is on its way.
  var answer: Answer?
  /// Whether a key asked and waits for a sentence. Heat that follows the selection is not read out.
  var isAwaited = false
}

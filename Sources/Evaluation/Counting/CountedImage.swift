public import Review

/// A kind of cell that is counted in whole fields.
public enum CountedKind: String, CaseIterable, Sendable, Encodable {
  case redCells = "red_cells"
  case platelets

  /// As people say it.
  public var name: String { self == .redCells ? "red cells" : "platelets" }
}

/// A picture in which somebody drew the cells, with those that the program found.
public struct CountedImage: Sendable {
  public let image: LabelledImage
  /// Drawn boxes of each kind.
  public let drawn: [CountedKind: [DrawnBox]]
  /// Found boxes of each kind, or why the picture could not be read.
  public let outcome: Result<Found, Notice>

  /// What was found in a picture.
  public struct Found: Sendable {
    public let boxes: [CountedKind: [Box]]
    /// Whether the field suits measurement, as the program's word for it.
    public let suitability: String

    /// Boxes in pixels of the picture.
    public init(boxes: [CountedKind: [Box]], suitability: String) {
      self.boxes = boxes
      self.suitability = suitability
    }
  }

  /// A picture with its outcome.
  public init(
    _ image: LabelledImage, drawn: [CountedKind: [DrawnBox]], outcome: Result<Found, Notice>
  ) {
    self.image = image
    self.drawn = drawn
    self.outcome = outcome
  }

  func drawnCount(_ kind: CountedKind) -> Int { drawn[kind, default: []].count }

  /// Nil of a picture that could not be read.
  func foundBoxes(_ kind: CountedKind) -> [Box]? {
    (try? outcome.get()).map { $0.boxes[kind, default: []] }
  }
}

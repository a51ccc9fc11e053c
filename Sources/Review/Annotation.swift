/// Something a technician says about a cell, or a whole picture, beside its label.
public struct Annotation: Hashable, Sendable, Codable {
  /// What is said.
  public enum Kind: String, Hashable, Sendable, Codable {
    /// To be looked at again.
    case flag
    /// No longer to be looked at again.
    case unflag
    /// Words about the cell; empty words take the note away.
    case note
    /// Why the answer in `decision` is not what was suggested.
    case reason
  }

  public let image: ImagePath
  public let imageSHA256: String
  /// The cell; nil when the picture as a whole is meant.
  public let cell: CellID?
  public let kind: Kind
  /// The note or the reason; empty for flags.
  public let text: String
  /// The answer that a reason is about.
  public let decision: EntryID?

  /// An annotation of a cell, or of the picture when `cell` is nil.
  public init(
    image: ImagePath, imageSHA256: String, cell: CellID?, kind: Kind, text: String = "",
    decision: EntryID? = nil
  ) {
    self.image = image
    self.imageSHA256 = imageSHA256
    self.cell = cell
    self.kind = kind
    self.text = text
    self.decision = decision
  }
}

/// What is remarked of a cell or a picture, from annotations that hold.
public struct Remarks: Hashable, Sendable {
  public private(set) var isFlagged = false
  public private(set) var note = ""
  /// Reasons by the answer they are about.
  public private(set) var reasons: [EntryID: String] = [:]

  /// The remarks after these steps, oldest first; steps that were undone do not count.
  init(_ steps: [ReviewCell.Step]) {
    for step in steps where step.holds {
      guard case .annotated(let annotation) = step.action else { continue }
      switch annotation.kind {
      case .flag: isFlagged = true
      case .unflag: isFlagged = false
      case .note: note = annotation.text
      case .reason: if let decision = annotation.decision { reasons[decision] = annotation.text }
      }
    }
  }
}

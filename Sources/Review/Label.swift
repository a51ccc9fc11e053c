/// What a technician says a cell, or a whole picture, is: a class's code or one of the fixed answers.
public struct Label: RawRepresentable, Hashable, Sendable, Codable {
  public let rawValue: String

  /// A label from its code in the log.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A cell that cannot be told.
  public static let unidentified = Label(rawValue: "UNIDENTIFIED")
  /// A cell of a class the model does not know, smudge cells, debris: none of the listed ones.
  public static let other = Label(rawValue: "OTHER")
  /// A picture without a white cell.
  public static let noCell = Label(rawValue: "NO_CELL")

  /// What one of the fixed answers is called; nil for a class.
  public var fixedName: String? {
    switch self {
    case .unidentified: "unidentified"
    case .other: "other"
    case .noCell: "no cell"
    default: nil
    }
  }
}

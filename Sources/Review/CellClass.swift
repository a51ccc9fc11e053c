/// One class a model can suggest. Everything here comes from the weights' header.
public struct CellClass: Hashable, Sendable, Codable {
  /// Code in logs and exports, such as `NEUTROPHIL`.
  public let code: String
  /// Name for people, such as `neutrophil`.
  public let name: String
  /// Three letters for a list, such as `Neu`.
  public let short: String
  /// One letter that marks the class wherever colour does.
  public let letter: String
  /// One of the report's classes; a suggestion of any other class has the status `outside`.
  public let core: Bool
  /// Whether a cell of this class counts in the total of a differential.
  public let countsInTotal: Bool

  /// A class as the weights' header describes it.
  public init(
    code: String, name: String, short: String, letter: String, core: Bool, countsInTotal: Bool
  ) {
    self.code = code
    self.name = name
    self.short = short
    self.letter = letter
    self.core = core
    self.countsInTotal = countsInTotal
  }

  private enum CodingKeys: String, CodingKey {
    case code, name, short, letter, core
    case countsInTotal = "counts_in_total"
  }

  /// What a decision for this class is called in the log.
  public var label: Label { Label(rawValue: code) }
}

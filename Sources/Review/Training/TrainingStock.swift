/// What a log holds to learn from.
public struct TrainingStock: Hashable, Sendable {
  /// The answered cells of a class.
  public struct ClassStock: Hashable, Sendable {
    public let label: Label
    public let name: String
    public let cells: Int
    public let pictures: Int

    public init(label: Label, name: String, cells: Int, pictures: Int) {
      self.label = label
      self.name = name
      self.cells = cells
      self.pictures = pictures
    }
  }

  /// Where the log is.
  public let log: String
  /// In the order of the new head's logits; those without a cell too.
  public let classes: [ClassStock]
  public let pictures: Int
  /// How cells are tied together, in words.
  public let grouping: String
  /// What is not learnt from, a number and a reason each.
  public let leftOut: [String]
  /// Why nothing can be trained, with the cure; empty when something can.
  public let obstacles: [String]
  /// What to know beside that.
  public let remarks: [String]
  /// What the newest rule in the log holds out, for the model in use; nil where none stands.
  public let rule: String?

  /// A stock of labelled cells.
  public init(
    log: String, classes: [ClassStock], pictures: Int, grouping: String, leftOut: [String],
    obstacles: [String], remarks: [String], rule: String?
  ) {
    self.log = log
    self.classes = classes
    self.pictures = pictures
    self.grouping = grouping
    self.leftOut = leftOut
    self.obstacles = obstacles
    self.remarks = remarks
    self.rule = rule
  }

  /// Cells of all classes.
  public var cells: Int { classes.reduce(0) { $0 + $1.cells } }

  /// So many cells of a laboratory's own bring most of what there is to be had, and so few help already
  /// (`Accuracy.md`, five draws of a data set that the shipped model had not seen).
  public static let worthwhile = 100
  public static let helpful = 20
}

/// A random check set, laid down before its first cell is looked at.
///
/// The sure suggestions of a directory that nobody answered are the population. The technician judges cells
/// drawn from it at random, without seeing the suggestion; how many were wrong bounds the error of all.
public struct CheckPlan: Hashable, Sendable, Codable {
  /// A cell that was drawn.
  public struct Target: Hashable, Sendable, Codable {
    public let image: ImagePath
    public let cell: CellID

    /// The cell of that name in that picture.
    public init(image: ImagePath, cell: CellID) {
      self.image = image
      self.cell = cell
    }
  }

  public let directory: ImagePath
  /// Seeds the drawing, so that anyone can repeat it.
  public let seed: Int
  /// The cells that are to be checked, in this order. Fixed first: stopping at a pleasing number
  /// would flatter.
  public let targets: [Target]
  /// Sure suggestions without an answer when the set was drawn.
  public let population: Int
  /// The model whose suggestions are checked.
  public let model: ModelIdentity

  /// A plan to check `targets`, drawn from `population` suggestions.
  public init(
    directory: ImagePath, seed: Int, targets: [Target], population: Int, model: ModelIdentity
  ) {
    self.directory = directory
    self.seed = seed
    self.targets = targets
    self.population = population
    self.model = model
  }
}

/// How two models answered the same held-out pictures.
public struct GateFigures: Hashable, Sendable, Codable {
  /// The pictures of one class.
  public struct ClassFigures: Hashable, Sendable, Codable {
    public let code: String
    public let images: Int
    /// Right answers of the current model and of the new one.
    public let current: Int
    public let new: Int

    /// Right answers of both to the pictures of a class.
    public init(code: String, images: Int, current: Int, new: Int) {
      self.code = code
      self.images = images
      self.current = current
      self.new = new
    }

    /// Change of the recall in percentage points.
    public var change: Double { Double(new - current) / Double(images) * 100 }
  }

  /// In the order of the current model's classes.
  public let classes: [ClassFigures]
  /// Pictures that only one of the two got right.
  public let onlyCurrent: Int
  public let onlyNew: Int

  /// Figures of both models' answers.
  public init(classes: [ClassFigures], onlyCurrent: Int, onlyNew: Int) {
    self.classes = classes
    self.onlyCurrent = onlyCurrent
    self.onlyNew = onlyNew
  }

  public var images: Int { classes.reduce(0) { $0 + $1.images } }
  public var current: Int { classes.reduce(0) { $0 + $1.current } }
  public var new: Int { classes.reduce(0) { $0 + $1.new } }
  /// The test of the two.
  public var test: McNemar { McNemar(onlyFirst: onlyCurrent, onlySecond: onlyNew) }
}

/// By which rule, and on which pictures, a new model will be let in: said before it is trained.
public struct GatePlan: Hashable, Sendable, Codable {
  /// What the held-out data were called.
  public let data: String
  /// The part of them that is meant; nil and none mean all.
  public let split: String?
  public let sources: [String]
  /// The file of drawn boxes; nil when there is none.
  public let boxes: String?
  /// Pictures in it that have a class.
  public let images: Int
  /// SHA-256 over the pictures' contents and classes, lower-case hexadecimal.
  public let dataSHA256: String
  /// The model that a new one is held against.
  public let current: ModelIdentity
  /// Percentage points that the recall of any class may fall.
  public let marginPoints: Double
  /// How sure it must be that the new model is right more often, 0.5...1.
  public let confidence: Double

  /// A rule for pictures with this hash.
  public init(
    data: String, split: String?, sources: [String], boxes: String?, images: Int,
    dataSHA256: String, current: ModelIdentity, marginPoints: Double, confidence: Double
  ) {
    self.data = data
    self.split = split
    self.sources = sources
    self.boxes = boxes
    self.images = images
    self.dataSHA256 = dataSHA256
    self.current = current
    self.marginPoints = marginPoints
    self.confidence = confidence
  }
}

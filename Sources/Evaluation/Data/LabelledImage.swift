public import Review

/// A rectangle that a person drew, in pixels; drawn boxes need not keep to whole pixels.
public struct DrawnBox: Hashable, Sendable {
  public let x: Double
  public let y: Double
  public let width: Double
  public let height: Double
  /// Place of the cell's class in the model's list; nil when none was given, or another.
  public let truth: Int?

  /// A white cell's box whose upper left corner is (`x`, `y`).
  public init(x: Double, y: Double, width: Double, height: Double, truth: Int?) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.truth = truth
  }

  /// Intersection over union with a found box, 0...1.
  public func overlap(_ found: Box) -> Double {
    let (left, top) = (Double(found.x), Double(found.y))
    let (wide, high) = (Double(found.width), Double(found.height))
    let sharedWidth = min(x + width, left + wide) - max(x, left)
    let sharedHeight = min(y + height, top + high) - max(y, top)
    guard sharedWidth > 0, sharedHeight > 0 else { return 0 }
    let shared = sharedWidth * sharedHeight
    return shared / (width * height + wide * high - shared)
  }
}

/// An image with what a person says is in it.
public struct LabelledImage: Hashable, Sendable {
  /// As the manifest gives it, or below the directory.
  public let path: ImagePath
  /// The class as it was written; empty when none was.
  public let className: String
  /// Place of the class in the model's list; nil when the model does not have it.
  public let truth: Int?
  /// Where the image comes from; empty when that was not told.
  public let source: String
  /// The part of the data it belongs to, such as `test`; empty when that was not told.
  public let split: String
  /// Ties images that show the same field, slide or patient; empty when that was not told.
  public let group: String
  /// The picture in which nucleus (255) and cytoplasm (128) of the labelled cell are told apart; nil where
  /// nobody drew one.
  public let mask: ImagePath?
  /// Line of the manifest; nil for an image of a directory.
  public let line: Int?
  /// White cells that a person drew; empty when nobody drew any.
  public var boxes: [DrawnBox]

  /// A labelled image.
  public init(
    path: ImagePath, className: String, truth: Int?, source: String = "", split: String = "",
    group: String = "", mask: ImagePath? = nil, line: Int? = nil, boxes: [DrawnBox] = []
  ) {
    self.path = path
    self.className = className
    self.truth = truth
    self.source = source
    self.split = split
    self.group = group
    self.mask = mask
    self.line = line
    self.boxes = boxes
  }
}

/// How far a found and a drawn set of pixels are the same.
public struct MaskOverlap: Hashable, Sendable, Encodable {
  /// Pixels found, drawn, and both.
  public let found: Int
  public let drawn: Int
  public let both: Int

  /// An overlap by its counts.
  public init(found: Int, drawn: Int, both: Int) {
    self.found = found
    self.drawn = drawn
    self.both = both
  }

  /// Twice what both hold over what each holds, 0...1; 1 when neither holds anything.
  /// Source: Dice, "Measures of the amount of ecologic association between species", 1945.
  public var dice: Double {
    found + drawn == 0 ? 1 : 2 * Double(both) / Double(found + drawn)
  }

  /// Intersection over union (Jaccard), 0...1; 1 when neither holds anything.
  public var intersectionOverUnion: Double {
    let union = found + drawn - both
    return union == 0 ? 1 : Double(both) / Double(union)
  }
}

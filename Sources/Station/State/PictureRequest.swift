public import Review
public import Screen

/// What part of which picture is wanted, at what size.
public struct PictureRequest: Hashable, Sendable {
  /// The part of a picture to show.
  public enum Part: Hashable, Sendable {
    /// All of it.
    case whole
    /// This rectangle; what lies outside the picture is ground.
    case region(Box)
  }

  public let image: ImagePath
  public let part: Part
  /// Room in pixels: two to a character cell, one above the other.
  public let width: Int
  public let height: Int
  /// What is done to it for the eye.
  public let tone: PictureTone
  /// What it is drawn with.
  public let symbols: CellSymbols
  /// Boxes of cells that are outlined in it.
  public let outlined: [Box]

  /// A request for `part` of `image`, fitted into `width` by `height` pixels with its aspect kept.
  public init(
    image: ImagePath, part: Part, width: Int, height: Int, tone: PictureTone = .asTaken,
    symbols: CellSymbols = .half, outlined: [Box] = []
  ) {
    self.outlined = outlined
    self.tone = tone
    self.symbols = symbols
    self.image = image
    self.part = part
    self.width = width
    self.height = height
  }
}

/// A picture at the asked size, and what it shows.
public struct DrawnPicture: Hashable, Sendable {
  public let picture: Picture
  public let facts: PictureFacts
  /// The part of the image that `picture` shows.
  public let region: Box
  /// Outlines of the cells that were asked for; nil where none were.
  public let outlines: PictureOutlines?

  /// Pixels for the screen with the facts of the file they came from.
  public init(picture: Picture, facts: PictureFacts, region: Box, outlines: PictureOutlines? = nil)
  {
    self.outlines = outlines
    self.picture = picture
    self.facts = facts
    self.region = region
  }
}

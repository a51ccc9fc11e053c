/// Whose slide a directory holds, and who reviews it.
public struct SlideIdentity: Hashable, Sendable, Codable {
  public let directory: ImagePath
  /// The laboratory's number of the specimen; empty when none was given.
  public let specimen: String
  /// Name of the slide; the directory's name until another is given.
  public let slide: String
  public let reviewer: String
  /// Cells that are to be counted, fixed before counting; nil when none was set.
  public let targetCount: Int?
  /// How closely a class's percentage is to be known, fixed before counting; nil when nothing was set.
  public let targetWidth: WidthTarget?
  /// White cells in 10^9 a litre as another instrument counted them; nil when not known.
  public let whiteCellCount: Double?

  /// What a technician said of the slide in `directory`.
  public init(
    directory: ImagePath, specimen: String, slide: String, reviewer: String, targetCount: Int?,
    targetWidth: WidthTarget? = nil, whiteCellCount: Double? = nil
  ) {
    self.targetWidth = targetWidth
    self.whiteCellCount = whiteCellCount
    self.directory = directory
    self.specimen = specimen
    self.slide = slide
    self.reviewer = reviewer
    self.targetCount = targetCount
  }

  /// What holds for a directory of which nothing was said.
  public init(of directory: ImagePath, reviewer: String) {
    self.init(
      directory: directory, specimen: "", slide: directory.fileName.lossyText, reviewer: reviewer,
      targetCount: nil)
  }
}

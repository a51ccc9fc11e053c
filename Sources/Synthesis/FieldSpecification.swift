/// A white cell's class, or one of the others the generator can draw.
public enum WhiteCellKind: String, Sendable, Codable, CaseIterable {
  case neutrophil = "NEUTROPHIL"
  case eosinophil = "EOSINOPHIL"
  case lymphocyte = "LYMPHOCYTE"
  case monocyte = "MONOCYTE"
  case basophil = "BASOPHIL"

  /// The report's four classes.
  public static let core: [WhiteCellKind] = [.eosinophil, .lymphocyte, .monocyte, .neutrophil]
}

/// What one field shall show.
public struct FieldSpecification: Sendable, Codable, Equatable {
  /// Size of the picture in pixels.
  public var width: Int
  public var height: Int
  /// Magnification: a red cell measures about 7.2 micrometres.
  public var pixelsPerMicrometre: Float
  /// The white cells; each lies wholly inside the field, as far as it is large enough for it.
  public var whiteCells: [WhiteCellKind]
  /// Area of all red cells over the area of the field, 0...1; crowded fields may get fewer.
  public var redCellCoverage: Float
  /// Share of red cells laid upon a neighbour, 0...1.
  public var redCellOverlap: Float
  /// Number of platelets.
  public var platelets: Int
  /// Number of dust specks.
  public var specks: Int
  /// Additional blur in pixels for a field out of focus.
  public var focusBlurInPixels: Float
  /// Stain, light and camera.
  public var style: SmearStyle

  /// A field of the given size and content.
  public init(
    width: Int, height: Int, pixelsPerMicrometre: Float, whiteCells: [WhiteCellKind],
    redCellCoverage: Float = 0.4, redCellOverlap: Float = 0.2, platelets: Int = 3,
    specks: Int = 0, focusBlurInPixels: Float = 0, style: SmearStyle = .wright
  ) {
    precondition(width > 0 && height > 0, "a field has pixels")
    precondition(pixelsPerMicrometre > 0, "a scale is positive")
    self.width = width
    self.height = height
    self.pixelsPerMicrometre = pixelsPerMicrometre
    self.whiteCells = whiteCells
    self.redCellCoverage = redCellCoverage
    self.redCellOverlap = redCellOverlap
    self.platelets = platelets
    self.specks = specks
    self.focusBlurInPixels = focusBlurInPixels
    self.style = style
  }
}

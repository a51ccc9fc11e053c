public import Review

/// What is really in a synthetic field.
public struct FieldTruth: Sendable, Codable, Equatable {
  public var whiteCells: [WhiteCellTruth]
  public var redCells: [RedCellTruth]
  public var platelets: [PlateletTruth]

  enum CodingKeys: String, CodingKey {
    case whiteCells = "white_cells"
    case redCells = "red_cells"
    case platelets
  }
}

/// A drawn white cell. A pixel belongs to it when at least half of the pixel does.
public struct WhiteCellTruth: Sendable, Codable, Equatable {
  public var kind: WhiteCellKind
  /// Smallest box around the cell's pixels.
  public var box: Box
  /// Pixels of the nucleus.
  public var nucleusArea: Int
  /// Pixels of the whole cell, nucleus included.
  public var cellArea: Int
  /// Segments of the nucleus: 1 for round, kidney-shaped and folded ones.
  public var lobes: Int

  enum CodingKeys: String, CodingKey {
    case kind = "class"
    case box
    case nucleusArea = "nucleus_area"
    case cellArea = "cell_area"
    case lobes
  }
}

/// A drawn red cell of which at least one pixel lies in the field.
public struct RedCellTruth: Sendable, Codable, Equatable {
  /// Centre in pixels; may lie outside the field.
  public var x: Double
  public var y: Double
  /// Half axes of the ellipse it was made from, in pixels, the long one first.
  public var longRadius: Double
  public var shortRadius: Double
  /// Smallest box around its pixels in the field.
  public var box: Box
  /// Its pixels in the field.
  public var area: Int
  /// Share of its pixels that other red cells cover too, 0...1.
  public var overlap: Double
  /// Whether it reaches past the edge of the field.
  public var cutOff: Bool

  enum CodingKeys: String, CodingKey {
    case x, y, box, area, overlap
    case longRadius = "long_radius"
    case shortRadius = "short_radius"
    case cutOff = "cut_off"
  }
}

/// A drawn platelet.
public struct PlateletTruth: Sendable, Codable, Equatable {
  /// Smallest box around its pixels.
  public var box: Box
  /// Its pixels.
  public var area: Int
}

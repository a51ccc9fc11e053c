/// How a model looks at the cell in a box: the square around it that it sees, and from how many sides.
public struct CropViews: Hashable, Sendable {
  /// Side of the square over the longer side of the box.
  public let cropScale: Double
  /// Ways to look whose answers are averaged: 1, or 8 with every quarter turn and its mirror image.
  public let count: Int
  /// The same of the square that the mirror images show; nil where they show what the others do.
  ///
  /// What lies around a cell tells a class in one laboratory and misleads in another: with both, a head is less
  /// wrong in either.
  public let closeScale: Double?

  /// One view, or eight; `closeScale` needs eight, and is less than `cropScale`.
  public init(cropScale: Double, count: Int = 1, closeScale: Double? = nil) {
    self.cropScale = cropScale
    self.count = count
    self.closeScale = closeScale
    precondition(isBelievable)
  }

  /// The views of a head that is trained on a base with this crop: eight are half of it, half of a crop that holds
  /// little but the cell.
  public static func learnt(count: Int, cropScale: Double) -> CropViews {
    CropViews(
      cropScale: cropScale, count: count,
      closeScale: count > 1 && cropScale > closest ? closest : nil)
  }

  /// No crop is closer than this, in longer sides of the box: it holds the cell.
  private static let closest = 1.1

  init(_ header: ModelHeader.Preprocessing) {
    (cropScale, count, closeScale) = (header.cropScale, header.views ?? 1, header.closeScale)
  }

  var isBelievable: Bool {
    guard cropScale > 0, cropScale < 10, [1, SquareSymmetry.allCases.count].contains(count) else {
      return false
    }
    guard let closeScale else { return true }
    return count > 1 && closeScale > 0 && closeScale < cropScale
  }

  /// The views one by one, in the order of their features.
  var each: [CropView] {
    SquareSymmetry.allCases.prefix(count).map { symmetry in
      CropView(
        symmetry: symmetry,
        share: symmetry.isMirrored ? (closeScale ?? cropScale) / cropScale : 1)
    }
  }

  /// Side of the square that the augmented view with this number shows: every second one is close, so that a head is
  /// fitted to both.
  func augmentedScale(_ number: Int) -> Double {
    number.isMultiple(of: 2) ? cropScale : closeScale ?? cropScale
  }
}

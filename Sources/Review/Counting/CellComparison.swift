/// A technician's word on whether two boxes, or two pictures, show the same cell. A cell that was
/// photographed twice counts once.
public struct CellComparison: Hashable, Sendable, Codable {
  /// The one that does not count when they are the same: the one answered later.
  public let image: ImagePath
  public let imageSHA256: String
  public let cell: CellID
  /// The one that counts.
  public let otherImage: ImagePath
  public let otherCell: CellID
  public let isSame: Bool

  /// A comparison of `cell` with `otherCell`.
  public init(
    image: ImagePath, imageSHA256: String, cell: CellID, otherImage: ImagePath,
    otherCell: CellID, isSame: Bool
  ) {
    self.image = image
    self.imageSHA256 = imageSHA256
    self.cell = cell
    self.otherImage = otherImage
    self.otherCell = otherCell
    self.isSame = isSame
  }
}

/// The outlines of cells and of their nuclei in a drawn picture, as pixels of it.
public struct PictureOutlines: Hashable, Sendable {
  /// A pixel of the drawn picture.
  public struct Pixel: Hashable, Sendable {
    public let x: Int
    public let y: Int

    /// A pixel by its column and row.
    public init(x: Int, y: Int) {
      self.x = x
      self.y = y
    }
  }

  /// The outermost pixels of the cells.
  public let cells: [Pixel]
  /// The outermost pixels of the nuclei.
  public let nuclei: [Pixel]

  /// Outlines by their pixels.
  public init(cells: [Pixel], nuclei: [Pixel]) {
    self.cells = cells
    self.nuclei = nuclei
  }
}

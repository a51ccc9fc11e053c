import Review
import Screen

extension State {
  /// Shows the outlines of cells and nuclei, or hides them.
  mutating func toggleOutlines() {
    showsOutlines.toggle()
    message = Message(
      kind: .info,
      text: showsOutlines
        ? "outlines on: a line around each cell, dots around its nucleus; "
          + "\(key(.outlines)) again hides them"
        : "outlines off")
  }

  /// The boxes whose outlines are wanted: all of the picture, so that cells that touch are parted. A box on
  /// its way is placed by the picture alone.
  var outlinedBoxes: [Box] {
    guard showsOutlines else { return [] }
    if case .box = mode { return [] }
    return imageReview.cells.compactMap(\.box)
  }

  /// Why there are no outlines; nil when there can be.
  var outlinesReason: String? {
    showsOutlines || imageReview.cells.contains { $0.box != nil }
      ? nil : "no cell here to outline: \(key(.classify)) finds them, \(key(.addBox)) places a box"
  }
}

extension Frame {
  /// A line around each cell and dots around each nucleus: the two are told by shape, not by colour.
  mutating func outlines(_ outlines: PictureOutlines, on placement: PicturePlacement) {
    for pixel in outlines.cells { mark(x: pixel.x, y: pixel.y, on: placement, role: .boxSelected) }
    for pixel in outlines.nuclei where (pixel.x + pixel.y).isMultiple(of: 2) {
      mark(x: pixel.x, y: pixel.y, on: placement, role: .boxSelected)
    }
  }
}

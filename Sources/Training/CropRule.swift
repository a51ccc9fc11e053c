public import Review

/// How wide the crops of a laboratory's pictures shall be.
///
/// Where pictures are cut close to the cell the usual crop would be filled up with repeated edges, and a head that
/// is trained on such crops learns the edges.
public enum CropRule {
  /// Where the cells of a picture are, and its size in pixels.
  public struct Picture: Sendable {
    let boxes: [Box]
    let width: Int
    let height: Int

    /// A picture of `width` by `height` pixels with cells in `boxes`.
    public init(boxes: [Box], width: Int, height: Int) {
      self.boxes = boxes
      self.width = width
      self.height = height
    }
  }

  /// Side of the crop over the longer side of a cell's box: the usual one, or, where half of the cells would have
  /// more than that cut off by the picture's edge, the median of what fits, rounded down to a twentieth; never
  /// less than 1.1, which holds the cell.
  public static func scale(_ pictures: [Picture], usual: Double) -> Double {
    let fitting = pictures.flatMap { picture in
      picture.boxes.map { box -> Double in
        let (x, y) = (Double(box.x) + Double(box.width) / 2, Double(box.y) + Double(box.height) / 2)
        let room = min(x, y, Double(picture.width) - x, Double(picture.height) - y)
        return 2 * room / Double(max(box.width, box.height))
      }
    }.sorted()
    guard !fitting.isEmpty else { return usual }
    let median = fitting[fitting.count / 2]
    guard median < usual else { return usual }
    return max(1.1, (median * 20).rounded(.down) / 20)
  }
}

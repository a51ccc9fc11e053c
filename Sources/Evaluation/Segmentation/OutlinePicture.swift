import Imaging

/// A cell with the outlines that were found and drawn: solid lines found, dotted ones drawn.
enum OutlinePicture {
  /// Side of the square.
  static let side = 240
  /// What is shown around the outlines, in parts of the longer side.
  private static let margin = 0.12
  private static let dot = 4

  /// The part of a picture around all that was found or drawn; grey levels as in a mask, one a pixel.
  static func draw(_ picture: RGBImage, found: [UInt8], drawn: [UInt8]) -> RGBImage {
    let width = picture.width
    var (left, right, top, bottom) = (picture.width, -1, picture.height, -1)
    for place in found.indices where found[place] > 0 || drawn[place] > 0 {
      let (y, x) = place.quotientAndRemainder(dividingBy: width)
      (left, right) = (min(left, x), max(right, x))
      (top, bottom) = (min(top, y), max(bottom, y))
    }
    guard right >= left else {
      return RGBImage(width: side, height: side, red: 0, green: 0, blue: 0)
    }
    let box = PixelRect(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    let square = Crop.square(around: box, scale: 1 + 2 * margin)
    func level(_ levels: [UInt8], _ x: Int, _ y: Int) -> UInt8 {
      x >= 0 && y >= 0 && x < width && y < picture.height ? levels[y * width + x] : 0
    }
    /// The pixel of the picture that a pixel of the square shows.
    func source(_ place: Int) -> Int { place * square.width / side }
    var result = RGBImage(width: side, height: side, red: 0, green: 0, blue: 0)
    for y in 0..<side {
      for x in 0..<side {
        let (column, row) = (square.x + source(x), square.y + source(y))
        let (red, green, blue) = picture[
          min(max(column, 0), width - 1), min(max(row, 0), picture.height - 1)]
        var samples = [red, green, blue]
        let (nextColumn, nextRow) = (square.x + source(x + 1), square.y + source(y + 1))
        func isEdge(_ levels: [UInt8]) -> Bool {
          let here = part(level(levels, column, row))
          return here != part(level(levels, nextColumn, row))
            || here != part(level(levels, column, nextRow))
        }
        if isEdge(drawn), (x / dot + y / dot).isMultiple(of: 2) { samples = [255, 255, 0] }
        if isEdge(found) { samples = [0, 0, 0] }
        result.rgb.replaceSubrange(((y * side + x) * 3)..<((y * side + x) * 3 + 3), with: samples)
      }
    }
    return result
  }

  private static func part(_ level: UInt8) -> Int {
    level >= ScoredSegmentation.nucleusLevel ? 2 : level >= ScoredSegmentation.cellLevel ? 1 : 0
  }
}

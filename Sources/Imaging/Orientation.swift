/// How stored rows and columns are turned and mirrored to stand upright: the eight values of the
/// EXIF tag Orientation (0x0112). Source: CIPA DC-008 (EXIF 2.32), 4.6.4.
public enum Orientation: Int, Hashable, Sendable, CaseIterable {
  case upright = 1
  case mirrored = 2
  case turnedHalf = 3
  case flipped = 4
  case transposed = 5
  case turnedRight = 6
  case transversed = 7
  case turnedLeft = 8

  /// Whether width and height change places.
  public var swapsSides: Bool { rawValue >= 5 }

  /// Index of the stored pixel shown at (0, 0), and the steps to the stored pixel of the next column
  /// and of the next row.
  private func walk(width: Int, height: Int) -> (first: Int, column: Int, row: Int) {
    let lastColumn = width - 1
    let lastRow = (height - 1) * width
    switch self {
    case .upright: return (0, 1, width)
    case .mirrored: return (lastColumn, -1, width)
    case .turnedHalf: return (lastRow + lastColumn, -1, -width)
    case .flipped: return (lastRow, 1, -width)
    case .transposed: return (0, width, 1)
    case .turnedRight: return (lastRow, -width, 1)
    case .transversed: return (lastRow + lastColumn, -width, -1)
    case .turnedLeft: return (lastColumn, width, -1)
    }
  }

  /// The stored picture, upright.
  func apply(to stored: RGBImage) -> RGBImage {
    guard self != .upright else { return stored }
    let width = swapsSides ? stored.height : stored.width
    let height = swapsSides ? stored.width : stored.height
    let steps = walk(width: stored.width, height: stored.height)
    let count = width * height * 3
    let turned = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      stored.rgb.withUnsafeBufferPointer { source in
        var out = 0
        for y in 0..<height {
          var pixel = steps.first + y * steps.row
          for _ in 0..<width {
            buffer[out] = source[pixel * 3]
            buffer[out + 1] = source[pixel * 3 + 1]
            buffer[out + 2] = source[pixel * 3 + 2]
            out += 3
            pixel += steps.column
          }
        }
      }
      filled = count
    }
    return RGBImage(width: width, height: height, rgb: turned)
  }
}

import Imaging
import Morphology
import Review
import Station

/// The white cells of a picture that were outlined, for as long as the same boxes are asked for.
struct OutlinedCells: Sendable {
  let boxes: [Box]
  private let cells: [SegmentedCell]

  /// Outlines the cells in `boxes` of a picture in its full size.
  init(_ boxes: [Box], in image: RGBImage) {
    self.boxes = boxes
    let inside = boxes.map {
      PixelRect($0).intersection(image.bounds)
    }
    cells = CellSegmentation.segment(inside.filter { $0.area > 0 }, in: image)
  }

  /// What of them a drawn picture of `width` by `height` pixels shows of `region`.
  func outlines(in region: Box, width: Int, height: Int) -> PictureOutlines {
    // The cell's number from 1 on, twice, and one more in its nucleus.
    var part = [Int](repeating: 0, count: width * height)
    let (across, down) = (
      Double(region.width) / Double(width), Double(region.height) / Double(height)
    )
    for y in 0..<height {
      let row = region.y + Int((Double(y) + 0.5) * down)
      for x in 0..<width {
        let column = region.x + Int((Double(x) + 0.5) * across)
        for (index, cell) in cells.enumerated() {
          let (left, top) = (column - cell.region.x, row - cell.region.y)
          guard left >= 0, top >= 0, left < cell.region.width, top < cell.region.height else {
            continue
          }
          switch cell.mask[top * cell.region.width + left] {
          case SegmentedCell.Part.nucleus.rawValue: part[y * width + x] = 2 * index + 3
          case SegmentedCell.Part.cytoplasm.rawValue: part[y * width + x] = 2 * index + 2
          default: break
          }
        }
      }
    }
    var (cells, nuclei): ([PictureOutlines.Pixel], [PictureOutlines.Pixel]) = ([], [])
    for y in 0..<height {
      for x in 0..<width where part[y * width + x] > 0 {
        let here = part[y * width + x]
        let neighbours = [(-1, 0), (1, 0), (0, -1), (0, 1)].map { across, down in
          let (column, row) = (x + across, y + down)
          return column >= 0 && row >= 0 && column < width && row < height
            ? part[row * width + column] : here
        }
        if neighbours.contains(where: { $0 / 2 != here / 2 }) {
          cells.append(PictureOutlines.Pixel(x: x, y: y))
        } else if !here.isMultiple(of: 2), neighbours.contains(where: { $0 != here }) {
          nuclei.append(PictureOutlines.Pixel(x: x, y: y))
        }
      }
    }
    return PictureOutlines(cells: cells, nuclei: nuclei)
  }
}

import Foundation
import Imaging
import Review

/// Measures the cells that were found in one field.
struct RedCellMeasuring {
  private let finder: RedCellFinder
  /// How many cells cover a place.
  private let cover: [UInt8]
  /// How many cells each region holds.
  private let cells: [Int32: Int]

  /// The middle of a cell, and the ring between pallor and edge, as parts of its radius.
  private static let middle: Float = 0.3
  private static let ring: ClosedRange<Float> = 0.55...0.85

  init(_ finder: RedCellFinder, cells found: [CandidateCell]) {
    self.finder = finder
    var state = Explained(finder.map)
    for cell in found { state.take(cell) }
    (cover, cells) = (state.cover, state.cells)
  }

  func redCell(_ cell: CandidateCell) -> RedCell {
    let map = finder.map
    let outline = cell.outline ?? finder.outline(of: cell)
    let scale = map.reduction
    func pixel(_ edge: Float) -> Int { Int(((edge + 0.5) * Float(scale)).rounded()) }
    let (left, top) = (pixel(cell.left), pixel(cell.top))
    let box = PixelRect(
      x: left, y: top, width: max(pixel(cell.right) - left, 1),
      height: max(pixel(cell.bottom) - top, 1)
    ).intersection(map.bounds)
    let shape = outline.map(PolygonShape.init)
    return RedCell(
      box: Box(box), area: cell.places.count * scale * scale, roundness: shape?.roundness ?? 0,
      elongation: shape?.elongation ?? 1, pallor: outline.map { pallor($0, cell) } ?? 0,
      isCutOff: cell.isCut,
      isTouching: cells[cell.region, default: 0] > 1 || cell.touchesWhiteCell)
  }

  /// Density of the middle over that of the ring, from 1; places under two cells do not count.
  private func pallor(_ outline: Outline, _ cell: CandidateCell) -> Double {
    let map = finder.map
    var (middle, middleCount, ring, ringCount): (Float, Float, Float, Float) = (0, 0, 0, 0)
    for place in cell.places where cover[Int(place)] <= 1 {
      let index = Int(place)
      let (dx, dy) = (Float(index % map.width) - outline.x, Float(index / map.width) - outline.y)
      let part = (dx * dx + dy * dy).squareRoot() / outline.reach(towards: dx, dy)
      if part <= Self.middle {
        middle += map.density[index]
        middleCount += 1
      } else if Self.ring.contains(part) {
        ring += map.density[index]
        ringCount += 1
      }
    }
    guard middleCount > 0, ringCount > 0, ring > 0 else { return 0 }
    return Double(min(max(1 - middle / middleCount / (ring / ringCount), 0), 1))
  }
}

extension Outline {
  /// Distance of the outline from the centre in a direction.
  func reach(towards dx: Float, _ dy: Float) -> Float {
    let turn = atan2(dy, dx) / (2 * .pi) * Float(Self.directions)
    let place = turn < 0 ? turn + Float(Self.directions) : turn
    let first = Int(place) % Self.directions
    let next = (first + 1) % Self.directions
    let part = place - place.rounded(.down)
    return radii[first] + (radii[next] - radii[first]) * part
  }
}

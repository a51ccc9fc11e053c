import Review

/// Collects what was drawn where, and counts it when all is drawn.
struct Survey {
  private let width: Int
  private let height: Int
  private let scale: Float
  private var whiteCells: [WhiteCellTruth] = []
  private var platelets: [PlateletTruth] = []
  private var redCells: [(cell: RedCell, pixels: [Int])] = []
  private(set) var whiteCellMask: [UInt8]
  private(set) var redCellCover: [UInt8]

  init(specification: FieldSpecification) {
    width = specification.width
    height = specification.height
    scale = specification.pixelsPerMicrometre
    whiteCellMask = Array(repeating: 0, count: width * height)
    redCellCover = Array(repeating: 0, count: width * height)
  }

  mutating func note(_ cell: RedCell, cover pixels: [Int]) {
    guard !pixels.isEmpty else { return }
    redCells.append((cell, pixels))
    for index in pixels { redCellCover[index] += 1 }
  }

  mutating func note(_ platelet: Platelet, drawn pixels: [Int]) {
    guard let box = box(around: pixels) else { return }
    platelets.append(PlateletTruth(box: box, area: pixels.count))
  }

  mutating func note(_ cell: WhiteCell, drawn: WhiteCell.Pixels) {
    guard let box = box(around: drawn.cell) else { return }
    for index in drawn.cell { whiteCellMask[index] = max(whiteCellMask[index], 128) }
    for index in drawn.nucleus { whiteCellMask[index] = 255 }
    whiteCells.append(
      WhiteCellTruth(
        kind: cell.kind, box: box, nucleusArea: drawn.nucleus.count, cellArea: drawn.cell.count,
        lobes: cell.nucleus.lobes))
  }

  func truth() -> FieldTruth {
    FieldTruth(
      whiteCells: whiteCells,
      redCells: redCells.compactMap { entry in
        guard let box = box(around: entry.pixels) else { return nil }
        let shared = entry.pixels.count { redCellCover[$0] > 1 }
        let root = entry.cell.outline.aspect.squareRoot()
        let radius = entry.cell.outline.radius * scale
        return RedCellTruth(
          x: hundredths(entry.cell.centre.x), y: hundredths(entry.cell.centre.y),
          longRadius: hundredths(radius * root), shortRadius: hundredths(radius / root), box: box,
          area: entry.pixels.count,
          overlap: (Double(shared) / Double(entry.pixels.count) * 1e4).rounded() / 1e4,
          cutOff: box.x == 0 || box.y == 0 || box.x + box.width == width
            || box.y + box.height == height)
      },
      platelets: platelets)
  }

  private func hundredths(_ value: Float) -> Double { (Double(value) * 100).rounded() / 100 }

  private func box(around pixels: [Int]) -> Box? {
    guard let first = pixels.first, let last = pixels.last else { return nil }
    // Pixels come row by row, so the first and the last give the rows.
    let columns = pixels.reduce((low: width, high: 0)) {
      (min($0.low, $1 % width), max($0.high, $1 % width))
    }
    return Box(
      x: columns.low, y: first / width, width: columns.high - columns.low + 1,
      height: last / width - first / width + 1)
  }
}

/// What makes a block's hidden channels, row by row: the expand layer, or the first convolution, whose
/// output the first block takes as it is.
enum Widening: Sendable {
  case expand(Products)
  case stem(BlockedStem)

  var products: Products {
    switch self {
    case .expand(let products): products
    case .stem(let stem): stem.products
    }
  }

  /// Groups of hidden channels that are made together: the panels of the weights.
  var panelCount: Int { products.panelCount }

  /// The blocks of 16 channels that panel `panel` makes.
  func blocks(of panel: Int) -> Range<Int> {
    let blocksOfPanel = products.panelChannels / blockChannels
    let end = BlockedLayout.blockCount(products.outputChannels)
    return (panel * blocksOfPanel)..<min((panel + 1) * blocksOfPanel, end)
  }

  /// Makes the rows `rows` of the hidden channels of one panel.
  ///
  /// - Parameters:
  ///   - input: the block's input, blocked, of `side` rows and columns; of the stem, the picture.
  ///   - output: row `rows.lowerBound` of the panel's first block.
  ///   - widened: room for `Products.widenedCount` floats.
  func run(
    rows: Range<Int>, panel: Int, side: Int, _ input: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>, outputBlockStride: Int,
    widened: UnsafeMutablePointer<Float>
  ) {
    let rowLength = side * blockChannels
    // The kernels write from channel 0 of the whole output on.
    let origin = output - blocks(of: panel).lowerBound * outputBlockStride
    switch self {
    case .expand(let products):
      products.run(
        Products.Place(
          input: input + rows.lowerBound * rowLength, segmentStride: side * rowLength,
          pixelCount: rows.count * side, output: origin, outputBlockStride: outputBlockStride,
          widened: widened),
        tiles: products.tiles(of: panel..<(panel + 1), pixelCount: rows.count * side))
    case .stem(let stem):
      for row in rows {
        stem.run(
          row: row, panels: panel..<(panel + 1), input,
          into: origin + (row - rows.lowerBound) * rowLength,
          outputBlockStride: outputBlockStride)
      }
    }
  }
}

/// The first convolution: 3x3, stride 2, from interleaved RGB to blocks, row by row.
///
/// It needs no copy of the picture: the nine numbers that an output pixel takes from an input row lie
/// together, so a row is products whose pixels are six floats apart. Only the last column looks past
/// the picture (an even width is padded on the right); it is computed from a patch.
package struct BlockedStem: Sendable {
  package let rows: SamePadding
  package let columns: SamePadding
  let products: Products

  private static let pictureChannels = Network.inputChannels
  /// Numbers of an output pixel that lie in one input row.
  private static let taps = 3 * pictureChannels

  /// - Parameters:
  ///   - inputHeight: even, as is `inputWidth`.
  ///   - weights: [output][channel][kernel row][kernel column]
  ///   - bias: [output]
  init(
    kernels: Kernels, inputHeight: Int, inputWidth: Int, outputChannels: Int,
    weights: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>
  ) {
    precondition(inputHeight % 2 == 0 && inputWidth % 2 == 0)
    rows = SamePadding(length: inputHeight, stride: 2)
    columns = SamePadding(length: inputWidth, stride: 2)
    let depth = 3 * Self.taps
    precondition(weights.count == outputChannels * depth)
    // [output][kernel row][kernel column][channel], as the picture's rows have them.
    let reordered = (0..<weights.count).map { index in
      let (output, place) = index.quotientAndRemainder(dividingBy: depth)
      let (tap, channel) = place.quotientAndRemainder(dividingBy: Self.pictureChannels)
      return weights[output * depth + channel * 9 + tap]
    }
    products = reordered.withUnsafeBufferPointer {
      Products(
        kernels: kernels, inputCount: depth, outputChannels: outputChannels, isActivated: true,
        weights: .singles($0), bias: bias)
    }
  }

  /// Computes some panels of output row `row`.
  ///
  /// - Parameters:
  ///   - picture: [row][column][channel]
  ///   - output: the row's column 0 of channel 0.
  func run(
    row: Int, panels: Range<Int>, _ picture: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>, outputBlockStride: Int
  ) {
    let rowLength = columns.length * Self.pictureChannels
    let top = picture + 2 * row * rowLength
    // The lowest row of an even height has two kernel rows inside the picture.
    let kernelRows = min(3, rows.length - 2 * row)
    let wholeColumns = columns.outputLength - 1
    if wholeColumns > 0 {
      products.run(
        Products.Place(
          input: top, segmentLength: Self.taps, segmentStride: rowLength,
          pixelStride: 2 * Self.pictureChannels, pixelCount: wholeColumns, output: output,
          outputBlockStride: outputBlockStride),
        tiles: products.tiles(of: panels, pixelCount: wholeColumns), segmentCount: kernelRows)
    }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * Self.taps) { patch in
      guard let start = patch.baseAddress else { return }
      start.initialize(repeating: 0, count: 3 * Self.taps)
      for kernelRow in 0..<kernelRows {
        let source = top + kernelRow * rowLength + 2 * wholeColumns * Self.pictureChannels
        for tap in 0..<(2 * Self.pictureChannels) {
          start[kernelRow * Self.taps + tap] = source[tap]
        }
      }
      products.run(
        Products.Place(
          input: start, segmentLength: Self.taps, segmentStride: Self.taps,
          pixelStride: 2 * Self.pictureChannels, pixelCount: 1,
          output: output + wholeColumns * blockChannels, outputBlockStride: outputBlockStride),
        tiles: products.tiles(of: panels, pixelCount: 1), segmentCount: kernelRows)
    }
  }
}

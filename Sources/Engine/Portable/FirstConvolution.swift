/// The network's first convolution: 3x3 at stride 2 over interleaved RGB, plus bias, then ReLU6.
///
/// In an interleaved row the nine inputs of one kernel row lie side by side, so it runs straight from
/// the picture, without im2col: one input is multiplied by sixteen output channels at once, for two
/// neighbouring pixels, which fills eight of the sixteen SSE registers with sums. The bias is added
/// last, see `DepthwiseConvolution`.
package struct FirstConvolution: Sendable {
  package static let inputChannels = 3
  package let outputChannels: Int
  package let rows: SamePadding
  package let columns: SamePadding
  /// [kernel row][kernel column][input channel][output channel]
  private let weights: PackedFloats
  private let bias: PackedFloats

  /// Output channels that are summed together.
  private static let panelWidth = 4 * laneCount

  /// - Parameters:
  ///   - outputChannels: a multiple of 16.
  ///   - weights: [output channel][input channel][kernel row][kernel column]
  ///   - bias: [output channel]
  package init(
    inputHeight: Int, inputWidth: Int, outputChannels: Int, weights: UnsafeBufferPointer<Float>,
    bias: UnsafeBufferPointer<Float>
  ) {
    let inputChannels = Self.inputChannels
    precondition(outputChannels > 0 && outputChannels % Self.panelWidth == 0)
    precondition(weights.count == outputChannels * inputChannels * 9)
    precondition(bias.count == outputChannels)
    self.outputChannels = outputChannels
    rows = SamePadding(length: inputHeight, stride: 2)
    columns = SamePadding(length: inputWidth, stride: 2)
    self.weights = PackedFloats(count: weights.count) { index in
      let (tap, outputChannel) = index.quotientAndRemainder(dividingBy: outputChannels)
      let (kernelPlace, inputChannel) = tap.quotientAndRemainder(dividingBy: inputChannels)
      return weights[(outputChannel * inputChannels + inputChannel) * 9 + kernelPlace]
    }
    self.bias = PackedFloats(bias)
  }

  /// Convolves a picture [height][width][3] into [output height][output width][output channels].
  package func run(_ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
    let rowLength = columns.length * Self.inputChannels
    let interior = columns.interior
    for outputRow in 0..<rows.outputLength {
      let inputRows = rows.inputs(of: outputRow..<outputRow + 1)
      let firstKernelRow = inputRows.lowerBound - rows.firstInput(of: outputRow)
      let source = input + inputRows.lowerBound * rowLength
      let destination = output + outputRow * columns.outputLength * outputChannels
      var column = 0
      while column < columns.outputLength {
        let pairFits = column >= interior.lowerBound && column + 1 < interior.upperBound
        let inputColumns = columns.inputs(of: column..<column + 1)
        let firstTap = inputColumns.lowerBound - columns.firstInput(of: column)
        let pixels = Pixels(
          input: source + inputColumns.lowerBound * Self.inputChannels, rowLength: rowLength,
          rowCount: inputRows.count, tapsInRow: inputColumns.count * Self.inputChannels,
          weights: weights.start
            + (firstKernelRow * 3 + firstTap) * Self.inputChannels * outputChannels,
          output: destination + column * outputChannels)
        if pairFits {
          runPair(pixels)
          column += 2
        } else {
          runOne(pixels)
          column += 1
        }
      }
    }
  }

  /// What one output pixel reads, and where it is written.
  private struct Pixels {
    let input: UnsafePointer<Float>
    let rowLength: Int
    /// Kernel rows that exist.
    let rowCount: Int
    /// Inputs that exist in each kernel row, side by side.
    let tapsInRow: Int
    /// The weights of the first input that exists.
    let weights: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
  }

  /// Two neighbouring output pixels, all of whose columns exist.
  @inline(__always)
  private func runPair(_ pixels: Pixels) {
    let bias = bias.start
    // The second pixel of the pair reads two pixels further on.
    let step = 2 &* Self.inputChannels
    let outputChannels = outputChannels
    var panel = 0
    while panel < outputChannels {
      var (a0, a1, a2, a3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var (b0, b1, b2, b3) = (a0, a1, a2, a3)
      var source = pixels.input
      var weightRow = pixels.weights + panel
      for _ in 0..<pixels.rowCount {
        var weight = weightRow
        var tap = 0
        while tap < 9 {
          let (w0, w1) = (lanes(weight, 0), lanes(weight, 4))
          let (w2, w3) = (lanes(weight, 8), lanes(weight, 12))
          let a = Lanes(repeating: source[tap])
          let b = Lanes(repeating: source[tap &+ step])
          a0 += a * w0
          a1 += a * w1
          a2 += a * w2
          a3 += a * w3
          b0 += b * w0
          b1 += b * w1
          b2 += b * w2
          b3 += b * w3
          weight += outputChannels
          tap &+= 1
        }
        source += pixels.rowLength
        weightRow += 9 &* outputChannels
      }
      let (first, second) = (pixels.output + panel, pixels.output + (panel &+ outputChannels))
      storePanel(a0, a1, a2, a3, bias + panel, first)
      storePanel(b0, b1, b2, b3, bias + panel, second)
      panel &+= Self.panelWidth
    }
  }

  /// One output pixel, perhaps at an edge.
  @inline(never)
  private func runOne(_ pixels: Pixels) {
    let bias = bias.start
    var panel = 0
    while panel < outputChannels {
      var (a0, a1, a2, a3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
      var source = pixels.input
      var weightRow = pixels.weights + panel
      for _ in 0..<pixels.rowCount {
        var weight = weightRow
        for tap in 0..<pixels.tapsInRow {
          let a = Lanes(repeating: source[tap])
          a0 += a * lanes(weight, 0)
          a1 += a * lanes(weight, 4)
          a2 += a * lanes(weight, 8)
          a3 += a * lanes(weight, 12)
          weight += outputChannels
        }
        source += pixels.rowLength
        weightRow += 9 &* outputChannels
      }
      storePanel(a0, a1, a2, a3, bias + panel, pixels.output + panel)
      panel &+= Self.panelWidth
    }
  }

  @inline(__always)
  private func storePanel(
    _ a0: Lanes, _ a1: Lanes, _ a2: Lanes, _ a3: Lanes, _ bias: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>
  ) {
    store(relu6(a0 + lanes(bias, 0)), output, 0)
    store(relu6(a1 + lanes(bias, 4)), output, 4)
    store(relu6(a2 + lanes(bias, 8)), output, 8)
    store(relu6(a3 + lanes(bias, 12)), output, 12)
  }
}

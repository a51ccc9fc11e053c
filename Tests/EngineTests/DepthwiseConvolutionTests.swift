import Engine
import TestSupport
import Testing

@Suite("A depthwise convolution")
struct DepthwiseConvolutionTests {
  static let networkShapes = Network.layers(classCount: 8).filter { $0.kind == .depthwise }

  @Test("equals the naive loop over every shape of the network", arguments: networkShapes)
  func networkShape(layer: LayerShape) {
    Trial(
      channels: layer.inputChannels, height: layer.inputSide, width: layer.inputSide,
      stride: layer.stride, seed: 21
    ).expectNaive()
  }

  @Test("equals the naive loop over awkward shapes", arguments: [1, 2])
  func awkwardShapes(stride: Int) {
    for (height, width) in [
      (1, 1), (1, 2), (2, 1), (2, 2), (3, 3), (1, 9), (9, 1), (4, 5), (5, 4), (6, 6), (7, 7),
      (8, 8), (13, 11), (12, 10), (3, 17),
    ] {
      for channels in [1, 2, 3, 4, 5, 8, 13, 16, 17, 33] {
        Trial(
          channels: channels, height: height, width: width, stride: stride,
          seed: UInt64(height * 100 + width)
        ).expectNaive()
      }
    }
  }

  @Test("gives the same bits strip by strip as all at once", arguments: [1, 2])
  func strips(stride: Int) {
    var generator = SeededGenerator(seed: 5)
    for (height, width) in [(1, 3), (7, 7), (14, 9), (15, 6)] {
      let trial = Trial(channels: 6, height: height, width: width, stride: stride, seed: 6)
      let whole = trial.runWhole()
      var first = 0
      while first < trial.operation.rows.outputLength {
        let end = Int.random(in: (first + 1)...trial.operation.rows.outputLength, using: &generator)
        let rowLength = trial.operation.columns.outputLength * 6
        #expect(
          trial.runStrip(first..<end) == Array(whole[(first * rowLength)..<(end * rowLength)]))
        first = end
      }
    }
  }

  @Test("at stride 2 on an even side pads nothing above and left, one below and right")
  func evenSidePadding() {
    // Each kernel has a single 1, so that an output shows which input it looked at.
    let side = 6
    let input = (0..<side * side).map { Float($0) * 0.1 }
    for (row, column) in [(0, 0), (1, 1), (2, 2)] {
      var weights = [Float](repeating: 0, count: 9)
      weights[row * 3 + column] = 1
      let output = Trial(
        channels: 1, height: side, width: side, stride: 2, input: input, weights: weights,
        bias: [0]
      ).runWhole()
      let expected = (0..<9).map { index -> Float in
        let (y, x) = (index / 3 * 2 + row, index % 3 * 2 + column)
        return y < side && x < side ? input[y * side + x] : 0
      }
      #expect(output == expected)
    }
  }

  struct Trial {
    let operation: DepthwiseConvolution
    let input: [Float]
    let weights: [Float]
    let bias: [Float]
    let label: String

    init(channels: Int, height: Int, width: Int, stride: Int, seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      self.init(
        channels: channels, height: height, width: width, stride: stride,
        input: generator.floats(height * width * channels),
        weights: generator.floats(9 * channels), bias: generator.floats(channels, scale: 7),
        label: "\(height)x\(width)x\(channels) stride \(stride) seed \(seed)")
    }

    init(
      channels: Int, height: Int, width: Int, stride: Int, input: [Float], weights: [Float],
      bias: [Float], label: String = ""
    ) {
      self.input = input
      self.weights = weights
      self.bias = bias
      self.label = label
      operation = weights.withUnsafeBufferPointer { weights in
        bias.withUnsafeBufferPointer { bias in
          DepthwiseConvolution(
            channels: channels, inputHeight: height, inputWidth: width, stride: stride,
            weights: weights, bias: bias)
        }
      }
    }

    func runWhole() -> [Float] { runStrip(0..<operation.rows.outputLength) }

    /// Runs some rows with no other rows of the input at hand than those that are asked for.
    func runStrip(_ outputRows: Range<Int>) -> [Float] {
      let rowLength = operation.columns.length * operation.channels
      let needed = operation.rows.inputs(of: outputRows)
      let strip = Array(input[(needed.lowerBound * rowLength)..<(needed.upperBound * rowLength)])
      var output = [Float](
        repeating: .nan,
        count: outputRows.count * operation.columns.outputLength * operation.channels)
      operation.run(
        outputRows: outputRows, strip, firstInputRow: needed.lowerBound, into: &output)
      return output
    }

    func expectNaive() {
      let expected = Naive.convolution(
        input, height: operation.rows.length, width: operation.columns.length,
        inputChannels: operation.channels, outputChannels: operation.channels,
        stride: operation.rows.stride, depthwise: true, weights: weights, bias: bias)
      let mismatch = expected.firstMismatch(runWhole())
      #expect(mismatch == nil, "\(label)")
    }
  }
}

import Engine

/// One operator with made-up weights, input and room for its output.
struct LayerTrial {
  private let layer: LayerShape
  private let input: FloatBuffer
  private let output: FloatBuffer
  private let step: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void

  init(_ layer: LayerShape) {
    self.layer = layer
    input = FloatBuffer(count: layer.inputSide * layer.inputSide * layer.inputChannels)
    output = FloatBuffer(count: layer.outputCount)
    // Small numbers that are no powers of two, so that no operand is special.
    for index in 0..<input.count { input.start[index] = Float(index % 17 - 8) * 0.03 }
    let weightCount =
      switch layer.kind {
      case .convolution: layer.inputChannels * layer.outputChannels * 9
      case .depthwise: layer.inputChannels * 9
      case .pointwise, .dense, .averagePool: layer.inputChannels * layer.outputChannels
      }
    let weights = (0..<weightCount).map { Float($0 % 13 - 6) * 0.02 }
    let bias = (0..<layer.outputChannels).map { Float($0 % 7) * 0.1 }
    step = weights.withUnsafeBufferPointer { weights in
      bias.withUnsafeBufferPointer { bias in Self.step(of: layer, weights, bias) }
    }
  }

  /// Times the operator after a few runs that do not count.
  func measure(runs: Int) -> LatencyMeasurement {
    LatencyMeasurement.measure(warmUpRuns: 5, runs: runs) { step(input.start, output.start) }
  }

  private static func step(
    of layer: LayerShape, _ weights: UnsafeBufferPointer<Float>,
    _ bias: UnsafeBufferPointer<Float>
  ) -> (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void {
    let pixelCount = layer.inputSide * layer.inputSide
    switch layer.kind {
    case .convolution:
      let operation = FirstConvolution(
        inputHeight: layer.inputSide, inputWidth: layer.inputSide,
        outputChannels: layer.outputChannels, weights: weights, bias: bias)
      return { operation.run($0, into: $1) }
    case .pointwise:
      let operation = PointwiseConvolution(
        inputChannels: layer.inputChannels, outputChannels: layer.outputChannels,
        isActivated: layer.isActivated, weights: weights, bias: bias)
      return { operation.run($0, pixelCount: pixelCount, into: $1) }
    case .depthwise:
      let operation = DepthwiseConvolution(
        channels: layer.inputChannels, inputHeight: layer.inputSide, inputWidth: layer.inputSide,
        stride: layer.stride, weights: weights, bias: bias)
      let rows = 0..<layer.outputSide
      return { operation.run(outputRows: rows, $0, firstInputRow: 0, into: $1) }
    case .averagePool:
      let operation = GlobalAveragePool(pixelCount: pixelCount, channels: layer.inputChannels)
      return { operation.run($0, into: $1) }
    case .dense:
      let operation = DenseLayer(
        inputCount: layer.inputChannels, outputCount: layer.outputChannels, weights: weights,
        bias: bias)
      return { operation.run($0, into: $1) }
    }
  }
}

import CDriver

/// Every operator of the network by itself against the tests' naive loops, random numbers on both sides.
struct OperatorCheck {
  private var random = Random()
  private(set) var isRight = true

  mutating func run() {
    for layer in Network.layers(classCount: 8) { check(layer) }
    // Sides and channels that the network has not: rows that are all edge, lanes that are left over.
    for (side, channels) in [(1, 5), (2, 7), (3, 4), (5, 9), (6, 18), (9, 3)] {
      for stride in [1, 2] {
        check(
          LayerShape(
            name: "depthwise, odd", kind: .depthwise, inputSide: side, inputChannels: channels,
            outputChannels: channels, stride: stride, isActivated: true))
      }
    }
  }

  private mutating func check(_ layer: LayerShape) {
    let input = random.floats(layer.inputSide * layer.inputSide * layer.inputChannels, 1)
    // Sums of about one, so that ReLU6 cuts some off below and a few above.
    let weights = random.floats(layer.weightCount, layer.kind == .depthwise ? 1.5 : 0.5)
    let bias = random.floats(layer.outputChannels, 1)
    var found = [Float](repeating: .nan, count: layer.outputCount)
    weights.withUnsafeBufferPointer { weights in
      bias.withUnsafeBufferPointer { bias in
        found.withUnsafeMutableBufferPointer { found in
          guard let output = found.baseAddress else { return }
          Self.run(layer, input, weights, bias, output)
        }
      }
    }
    report(layer, found, Self.expected(layer, input, weights, bias))
  }

  private static func run(
    _ layer: LayerShape, _ input: [Float], _ weights: UnsafeBufferPointer<Float>,
    _ bias: UnsafeBufferPointer<Float>, _ output: UnsafeMutablePointer<Float>
  ) {
    let side = layer.inputSide
    switch layer.kind {
    case .convolution:
      FirstConvolution(
        inputHeight: side, inputWidth: side, outputChannels: layer.outputChannels,
        weights: weights, bias: bias
      ).run(input, into: output)
    case .pointwise:
      PointwiseConvolution(
        inputChannels: layer.inputChannels, outputChannels: layer.outputChannels,
        isActivated: layer.isActivated, weights: weights, bias: bias
      ).run(input, pixelCount: side * side, into: output)
    case .depthwise:
      DepthwiseConvolution(
        channels: layer.inputChannels, inputHeight: side, inputWidth: side, stride: layer.stride,
        weights: weights, bias: bias
      ).run(outputRows: 0..<layer.outputSide, input, firstInputRow: 0, into: output)
    case .averagePool:
      GlobalAveragePool(pixelCount: side * side, channels: layer.inputChannels)
        .run(input, into: output)
    case .dense:
      DenseLayer(
        inputCount: layer.inputChannels, outputCount: layer.outputChannels, weights: weights,
        bias: bias
      ).run(input, into: output)
    }
  }

  private static func expected(
    _ layer: LayerShape, _ input: [Float], _ weights: [Float], _ bias: [Float]
  ) -> Naive.Output {
    switch layer.kind {
    case .convolution, .depthwise:
      Naive.convolution(
        input, height: layer.inputSide, width: layer.inputSide,
        inputChannels: layer.inputChannels, outputChannels: layer.outputChannels,
        stride: layer.stride, depthwise: layer.kind == .depthwise, weights: weights, bias: bias)
    case .pointwise, .dense:
      Naive.pointwise(
        input, inputChannels: layer.inputChannels, outputChannels: layer.outputChannels,
        activated: layer.isActivated, weights: weights, bias: bias)
    case .averagePool:
      Naive.averagePool(input, channels: layer.outputChannels)
    }
  }

  /// Shows how much of what rounding may do was used up, at worst.
  private mutating func report(_ layer: LayerShape, _ found: [Float], _ expected: Naive.Output) {
    var worst = found.count == expected.values.count ? 0.0 : .infinity
    for (index, value) in expected.values.enumerated() where worst.isFinite {
      let difference = abs(Double(found[index]) - value)
      let share = difference == 0 ? 0 : difference / expected.bounds[index]
      worst = share.isNaN ? .infinity : max(worst, share)
    }
    isRight = isRight && worst <= 1
    layer.name.withCString { hv_line($0, worst, 1, worst <= 1 ? 1 : 0) }
  }
}

/// A linear congruential generator: the same numbers everywhere.
private struct Random {
  private var state: UInt64 = 2026

  mutating func floats(_ count: Int, _ scale: Float) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    for index in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      values[index] = (Float(Int32(state >> 40)) / Float(1 << 23) - 1) * scale
    }
    return values
  }
}

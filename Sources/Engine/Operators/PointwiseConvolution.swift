import COpenBLAS

/// A 1x1 convolution: [pixels, in] times [in, out], plus bias, then perhaps ReLU6.
///
/// The product is one `cblas_sgemm`. Weights are packed transposed, [in][out], which OpenBLAS takes
/// 3 % faster over this network's shapes than PyTorch's [out][in].
package struct PointwiseConvolution: Sendable {
  package let inputChannels: Int
  package let outputChannels: Int
  package let isActivated: Bool
  private let weights: PackedFloats
  private let bias: PackedFloats

  /// - Parameters:
  ///   - weights: [out][in]
  ///   - bias: [out]
  package init(
    inputChannels: Int, outputChannels: Int, isActivated: Bool,
    weights: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>
  ) {
    precondition(weights.count == inputChannels * outputChannels && bias.count == outputChannels)
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.isActivated = isActivated
    self.weights = PackedFloats(count: weights.count) { index in
      weights[index % outputChannels * inputChannels + index / outputChannels]
    }
    self.bias = PackedFloats(bias)
  }

  /// Convolves `pixelCount` pixels; with `adding`, on top of what `output` holds (the residual).
  package func run(
    _ input: UnsafePointer<Float>, pixelCount: Int, into output: UnsafeMutablePointer<Float>,
    adding: Bool = false
  ) {
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(pixelCount), blasint(outputChannels),
      blasint(inputChannels), 1, input, blasint(inputChannels), weights.start,
      blasint(outputChannels), adding ? 1 : 0, output, blasint(outputChannels))
    if isActivated {
      addBias(to: output, pixelCount: pixelCount, lanesThen: relu6, then: relu6)
    } else {
      addBias(to: output, pixelCount: pixelCount, lanesThen: { $0 }, then: { $0 })
    }
  }

  @inline(__always)
  private func addBias(
    to output: UnsafeMutablePointer<Float>, pixelCount: Int, lanesThen: (Lanes) -> Lanes,
    then: (Float) -> Float
  ) {
    let bias = bias.start
    let wholeLanes = outputChannels & ~(laneCount - 1)
    var pixel = output
    for _ in 0..<pixelCount {
      var channel = 0
      while channel < wholeLanes {
        store(lanesThen(lanes(pixel, channel) + lanes(bias, channel)), pixel, channel)
        channel &+= laneCount
      }
      while channel < outputChannels {
        pixel[channel] = then(pixel[channel] + bias[channel])
        channel &+= 1
      }
      pixel += outputChannels
    }
  }
}

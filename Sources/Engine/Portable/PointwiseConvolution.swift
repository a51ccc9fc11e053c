import COpenBLAS

/// A 1x1 convolution: [pixels, in] times [in, out], plus bias, then perhaps ReLU6.
///
/// The product is one sgemm of OpenBLAS. Weights are packed transposed, [in][out], which OpenBLAS takes
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
    OpenBLAS.require()
    precondition(weights.count == inputChannels * outputChannels && bias.count == outputChannels)
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.isActivated = isActivated
    self.weights = PackedFloats(
      transposing: weights, rowCount: outputChannels, columnCount: inputChannels)
    self.bias = PackedFloats(bias)
  }

  /// Convolves `pixelCount` pixels; with `adding`, on top of what `output` holds (the residual).
  package func run(
    _ input: UnsafePointer<Float>, pixelCount: Int, into output: UnsafeMutablePointer<Float>,
    adding: Bool = false
  ) {
    // The product is added to the bias: asked to overwrite, OpenBLAS would fill with zeros first.
    if adding {
      addBias(to: output, pixelCount)
    } else {
      for pixel in 0..<pixelCount {
        (output + pixel * outputChannels).update(from: bias.start, count: outputChannels)
      }
    }
    hv_openblas_sgemm(
      Int32(pixelCount), Int32(outputChannels), Int32(inputChannels), input, weights.start, output)
    if isActivated { activate(output, count: pixelCount * outputChannels) }
  }

  private func addBias(to output: UnsafeMutablePointer<Float>, _ pixelCount: Int) {
    let bias = bias.start
    let wholeLanes = outputChannels & ~(laneCount - 1)
    var pixel = output
    for _ in 0..<pixelCount {
      var channel = 0
      while channel < wholeLanes {
        store(lanes(pixel, channel) + lanes(bias, channel), pixel, channel)
        channel &+= laneCount
      }
      while channel < outputChannels {
        pixel[channel] += bias[channel]
        channel &+= 1
      }
      pixel += outputChannels
    }
  }

  private func activate(_ output: UnsafeMutablePointer<Float>, count: Int) {
    let wholeLanes = count & ~(laneCount - 1)
    var index = 0
    while index < wholeLanes {
      store(relu6(lanes(output, index)), output, index)
      index &+= laneCount
    }
    while index < count {
      output[index] = relu6(output[index])
      index &+= 1
    }
  }
}

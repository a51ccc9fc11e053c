import COpenBLAS

/// A layer of the head: a matrix times what comes in, plus bias.
package struct DenseLayer: Sendable {
  package let inputCount: Int
  package let outputCount: Int
  private let weights: PackedFloats
  private let bias: PackedFloats

  /// - Parameters:
  ///   - weights: [output][input]
  ///   - bias: [output]
  package init(
    inputCount: Int, outputCount: Int, weights: UnsafeBufferPointer<Float>,
    bias: UnsafeBufferPointer<Float>
  ) {
    OpenBLAS.require()
    precondition(weights.count == inputCount * outputCount && bias.count == outputCount)
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.weights = PackedFloats(weights)
    self.bias = PackedFloats(bias)
  }

  /// One output for each row of the matrix.
  package func run(_ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
    output.update(from: bias.start, count: outputCount)
    hv_openblas_sgemv(
      Int32(outputCount), Int32(inputCount), weights.start, input, output)
  }
}

extension WeightsFile {
  /// The dense layer of this shape.
  func dense(_ shape: LayerShape) -> DenseLayer {
    withLayer(shape) { matrix, bias in
      DenseLayer(
        inputCount: shape.inputChannels, outputCount: shape.outputChannels, weights: matrix,
        bias: bias)
    }
  }
}

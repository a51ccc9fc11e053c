/// The network for any processor: OpenBLAS for the products. Shared by any number of threads.
///
/// Layout of activations: [row][column][channel]. It needs no im2col: a pointwise convolution is one
/// sgemm of [pixels, in] by [in, out], and a depthwise convolution runs along the channels.
final class PortablePlan: Sendable {
  let stem: FirstConvolution
  let blocks: [InvertedResidual]
  let last: PointwiseConvolution
  let pool: GlobalAveragePool
  /// The head's hidden layer, if it has one, before its ReLU.
  let hidden: DenseLayer?
  let head: DenseLayer

  init(_ weights: WeightsFile) {
    let shape = Network.stem
    stem = weights.withLayer(shape) { kernel, bias in
      FirstConvolution(
        inputHeight: shape.inputSide, inputWidth: shape.inputSide,
        outputChannels: shape.outputChannels, weights: kernel, bias: bias)
    }
    blocks = Network.blocks.map { InvertedResidual(shape: $0, weights: weights) }
    last = weights.pointwise(Network.last)
    pool = GlobalAveragePool(
      pixelCount: Network.pool.inputSide * Network.pool.inputSide, channels: Network.featureCount)
    hidden = weights.hiddenCount.map { weights.dense(Network.hidden(count: $0)) }
    head = weights.dense(
      Network.head(classCount: weights.classCount, hiddenCount: weights.hiddenCount))
  }
}

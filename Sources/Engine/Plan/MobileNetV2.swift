/// The plan of the network: weights packed once, shared by any number of threads.
///
/// The weights are copied, so the `WeightsFile` need not outlive the plan.
public final class MobileNetV2: Sendable {
  /// Number of logits.
  public let classCount: Int

  let stem: FirstConvolution
  let blocks: [InvertedResidual]
  let last: PointwiseConvolution
  let pool: GlobalAveragePool
  let head: DenseLayer

  /// Packs the weights of a file that was checked when it was opened.
  public init(_ weights: WeightsFile) {
    classCount = weights.classCount
    let stemShape = Network.stem
    stem = weights.withTensor("stem.weight") { kernel in
      weights.withTensor("stem.bias") { bias in
        FirstConvolution(
          inputHeight: stemShape.inputSide, inputWidth: stemShape.inputSide,
          outputChannels: stemShape.outputChannels, weights: kernel, bias: bias)
      }
    }
    blocks = Network.blocks.map { InvertedResidual(shape: $0, weights: weights) }
    last = weights.pointwise(Network.last)
    pool = GlobalAveragePool(
      pixelCount: Network.pool.inputSide * Network.pool.inputSide, channels: Network.featureCount)
    head = weights.withTensor("head.weight") { matrix in
      weights.withTensor("head.bias") { bias in
        DenseLayer(
          inputCount: Network.featureCount, outputCount: weights.classCount, weights: matrix,
          bias: bias)
      }
    }
  }

  /// The buffers for one thread's runs.
  public func makeInference() -> Inference { Inference(self) }
}

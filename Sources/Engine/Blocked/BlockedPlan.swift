/// The network packed for the kernels of one instruction set. Shared by any number of threads.
final class BlockedPlan: Sendable {
  let kernels: Kernels
  let stem: BlockedStem
  let blocks: [BlockedBlock]
  let last: Products
  let head: Products

  init(_ weights: WeightsFile, kernels: Kernels) {
    self.kernels = kernels
    let shape = Network.stem
    let stem = weights.withLayer(shape) { weights, bias in
      BlockedStem(
        kernels: kernels, inputHeight: shape.inputSide, inputWidth: shape.inputSide,
        outputChannels: shape.outputChannels, weights: weights, bias: bias)
    }
    self.stem = stem
    blocks = Network.blocks.map { block in
      BlockedBlock(
        shape: block, stem: block.expands ? nil : stem, weights: weights, kernels: kernels)
    }
    last = weights.products(Network.last, kernels: kernels)
    head = weights.products(Network.head(classCount: weights.classCount), kernels: kernels)
  }
}

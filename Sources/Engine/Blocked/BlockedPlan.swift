import Dispatch

/// The network packed for the kernels of one instruction set. Shared by any number of threads.
final class BlockedPlan: Sendable {
  let kernels: Kernels
  let stem: BlockedStem
  let blocks: [BlockedBlock]
  let last: Products
  /// The head's hidden layer, if it has one, before its ReLU.
  let hidden: Products?
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
    blocks = Self.onAllCores(Network.blocks) { block in
      BlockedBlock(
        shape: block, stem: block.expands ? nil : stem, weights: weights, kernels: kernels)
    }
    last = weights.products(Network.last, kernels: kernels)
    hidden = weights.hiddenCount.map {
      weights.products(Network.hidden(count: $0), kernels: kernels)
    }
    head = weights.products(
      Network.head(classCount: weights.classCount, hiddenCount: weights.hiddenCount),
      kernels: kernels)
  }

  /// `blocks`, made by all cores at once: packing is most of what opening takes.
  private static func onAllCores(
    _ shapes: [BlockShape], _ make: @Sendable (BlockShape) -> BlockedBlock
  ) -> [BlockedBlock] {
    let made = [BlockedBlock?](unsafeUninitializedCapacity: shapes.count) { places, count in
      places.initialize(repeating: nil)
      // Each block has a place of its own. The last ones are the largest: they begin.
      nonisolated(unsafe) let places = places
      DispatchQueue.concurrentPerform(iterations: shapes.count) { turn in
        let index = shapes.count - 1 - turn
        places[index] = make(shapes[index])
      }
      count = shapes.count
    }
    return made.compactMap { $0 }
  }
}

/// The buffers of one thread's use of a `PortablePlan`, and the run itself.
final class PortableRun {
  private let plan: PortablePlan
  /// Outputs of stem and blocks take turns in these two; a residual block adds to its own input.
  private let front: FloatBuffer
  private let back: FloatBuffer
  /// Of one strip of a block: after expand, after depthwise.
  private let widened: FloatBuffer
  private let filtered: FloatBuffer
  /// The last convolution's, [pixel][channel].
  let lastOutput: FloatBuffer
  let features: FloatBuffer
  /// The hidden layer's output; nil of a head of one layer.
  let hidden: FloatBuffer?
  let logits: FloatBuffer

  init(_ plan: PortablePlan) {
    self.plan = plan
    let greatestBlockCount = Network.blocks.map(\.outputCount).max() ?? 0
    front = FloatBuffer(count: max(Network.stem.outputCount, greatestBlockCount))
    back = FloatBuffer(count: greatestBlockCount)
    widened = FloatBuffer(count: plan.blocks.map(\.widenedCount).max() ?? 0)
    filtered = FloatBuffer(count: plan.blocks.map(\.filteredCount).max() ?? 0)
    lastOutput = FloatBuffer(count: Network.last.outputCount)
    features = FloatBuffer(count: Network.featureCount)
    hidden = plan.hidden.map { FloatBuffer(count: $0.outputCount) }
    logits = FloatBuffer(count: plan.head.outputCount)
  }

  /// Runs once and shows the output of each stage while it is there, [pixel][channel].
  func run(
    _ picture: UnsafePointer<Float>,
    observe: (Inference.Stage, UnsafeBufferPointer<Float>) -> Void = { _, _ in }
  ) {
    func show(_ stage: Inference.Stage, _ start: UnsafeMutablePointer<Float>, _ count: Int) {
      observe(stage, UnsafeBufferPointer(start: start, count: count))
    }
    plan.stem.run(picture, into: front.start)
    show(.stem, front.start, Network.stem.outputCount)
    var (input, spare) = (front.start, back.start)
    for block in plan.blocks {
      let output = block.shape.isResidual ? input : spare
      block.run(input, widened: widened.start, filtered: filtered.start, into: output)
      if !block.shape.isResidual { swap(&input, &spare) }
      show(.block(block.shape.index), input, block.shape.outputCount)
    }
    plan.last.run(
      input, pixelCount: Network.last.inputSide * Network.last.inputSide, into: lastOutput.start)
    show(.last, lastOutput.start, lastOutput.count)
    plan.pool.run(lastOutput.start, into: features.start)
    var dense = features
    if let layer = plan.hidden, let hidden {
      layer.run(features.start, into: hidden.start)
      clampToZero(hidden.start, count: layer.outputCount)
      dense = hidden
    }
    plan.head.run(dense.start, into: logits.start)
  }
}

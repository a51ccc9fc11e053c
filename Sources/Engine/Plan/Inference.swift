/// One thread's use of the network: owns every buffer that a run needs.
///
/// Not to be shared: each thread makes one of its own with `MobileNetV2.makeInference()`. A run
/// allocates nothing, takes no lock of ours and gives the same bits for the same input, whatever
/// other threads do. Memory: 4 MB.
public final class Inference {
  /// The plan that is run.
  public let network: MobileNetV2

  /// A place in the network whose output can be looked at.
  package enum Stage: Hashable, Sendable {
    case stem
    case block(Int)
    case last
    case pooled
    case logits
  }

  /// Outputs of stem and blocks take turns in these two; a residual block adds to its own input.
  private let front: FloatBuffer
  private let back: FloatBuffer
  /// Of one strip of a block: after expand, after depthwise.
  private let widened: FloatBuffer
  private let filtered: FloatBuffer
  private let lastOutput: FloatBuffer
  private let features: FloatBuffer
  private let answer: FloatBuffer

  init(_ network: MobileNetV2) {
    self.network = network
    let greatestBlockCount = Network.blocks.map(\.outputCount).max() ?? 0
    front = FloatBuffer(count: max(Network.stem.outputCount, greatestBlockCount))
    back = FloatBuffer(count: greatestBlockCount)
    widened = FloatBuffer(count: network.blocks.map(\.widenedCount).max() ?? 0)
    filtered = FloatBuffer(count: network.blocks.map(\.filteredCount).max() ?? 0)
    lastOutput = FloatBuffer(count: Network.last.outputCount)
    features = FloatBuffer(count: Network.featureCount)
    answer = FloatBuffer(count: network.classCount)
  }

  /// Runs the network once.
  ///
  /// - Parameters:
  ///   - crop224x224x3: interleaved RGB, row by row, -1...1; `Network.inputCount` numbers.
  ///   - logits: room for `classCount` numbers.
  ///   - pooled: room for `Network.featureCount` numbers, the head's input; nil when not wanted.
  public func run(
    _ crop224x224x3: UnsafeBufferPointer<Float>, logits: UnsafeMutableBufferPointer<Float>,
    pooled: UnsafeMutableBufferPointer<Float>? = nil
  ) {
    run(crop224x224x3, logits: logits, pooled: pooled) { _, _ in }
  }

  /// The logits of one crop, `Network.inputCount` numbers in -1...1, interleaved RGB.
  public func logits(of crop224x224x3: [Float]) -> [Float] {
    [Float](unsafeUninitializedCapacity: network.classCount) { logits, count in
      crop224x224x3.withUnsafeBufferPointer { run($0, logits: logits) }
      count = network.classCount
    }
  }

  /// The 1,280 features of one crop that the head takes: what a new head is trained on.
  public func features(of crop224x224x3: [Float]) -> [Float] {
    _ = logits(of: crop224x224x3)
    return Array(UnsafeBufferPointer(start: features.start, count: features.count))
  }

  /// Runs once and shows the output of each stage while it is there.
  package func run(
    _ crop224x224x3: UnsafeBufferPointer<Float>, logits: UnsafeMutableBufferPointer<Float>,
    pooled: UnsafeMutableBufferPointer<Float>? = nil,
    observe: (Stage, UnsafeBufferPointer<Float>) -> Void
  ) {
    precondition(crop224x224x3.count == Network.inputCount)
    precondition(logits.count >= network.classCount)
    precondition(pooled.map { $0.count >= Network.featureCount } ?? true)
    guard let picture = crop224x224x3.baseAddress, let logitsStart = logits.baseAddress else {
      return
    }
    let lastPixels = Network.last.inputSide * Network.last.inputSide
    func show(_ stage: Stage, _ start: UnsafeMutablePointer<Float>, _ count: Int) {
      observe(stage, UnsafeBufferPointer(start: start, count: count))
    }

    network.stem.run(picture, into: front.start)
    show(.stem, front.start, Network.stem.outputCount)
    var (input, spare) = (front.start, back.start)
    for block in network.blocks {
      let output = block.shape.isResidual ? input : spare
      block.run(input, widened: widened.start, filtered: filtered.start, into: output)
      if !block.shape.isResidual { swap(&input, &spare) }
      show(.block(block.shape.index), input, block.shape.outputCount)
    }
    network.last.run(input, pixelCount: lastPixels, into: lastOutput.start)
    show(.last, lastOutput.start, lastOutput.count)
    network.pool.run(lastOutput.start, into: features.start)
    show(.pooled, features.start, features.count)
    network.head.run(features.start, into: answer.start)
    show(.logits, answer.start, answer.count)

    logitsStart.update(from: answer.start, count: network.classCount)
    pooled?.baseAddress?.update(from: features.start, count: Network.featureCount)
  }
}

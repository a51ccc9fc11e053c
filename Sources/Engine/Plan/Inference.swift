/// One use of the network: owns every buffer that a run needs.
///
/// Not to be shared: each thread makes one of its own with `MobileNetV2.makeInference()`. A run
/// allocates nothing, takes no lock of ours and gives the same bits for the same input, whatever
/// other threads do. Memory: 3 MB.
public final class Inference {
  /// The plan that is run.
  public let network: MobileNetV2
  /// Threads that share each run.
  public let threads: Int

  /// A place in the network whose output can be looked at.
  package enum Stage: Hashable, Sendable {
    case stem
    case block(Int)
    case last
    case pooled
    case hidden
    case logits
  }

  private enum Run {
    case blocked(BlockedRun, Team)
    case portable(PortableRun)
  }

  private let run: Run
  /// Room for the last convolution's output of the kernels' runs, made when it is first kept.
  private var lastOutput: FloatBuffer?
  /// What the latest run kept.
  private var kept: LastActivations?

  init(_ network: MobileNetV2, threads: Int) {
    precondition(threads > 0)
    self.network = network
    switch network.plan {
    case .blocked(let plan):
      let blocked = BlockedRun(plan, members: threads)
      run = .blocked(blocked, Team(size: threads) { blocked.work(member: $0) })
      self.threads = threads
    case .portable(let plan):
      run = .portable(PortableRun(plan))
      self.threads = 1
    }
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
    guard let picture = checked(crop224x224x3, logits, pooled) else { return }
    kept = nil
    switch run {
    case .blocked(let blocked, let team):
      blocked.prepare(picture)
      team.run()
    case .portable(let portable):
      portable.run(picture)
    }
    copyAnswer(logits, pooled)
  }

  /// Runs the network once and keeps what `classMap(of:)` needs until the next run: the last convolution's
  /// output. The logits are those of a plain run to the last bit.
  ///
  /// The first such run makes room for it, 250 kB; the later ones allocate nothing.
  ///
  /// - Parameters: as of `run(_:logits:pooled:)`.
  public func runKeepingActivations(
    _ crop224x224x3: UnsafeBufferPointer<Float>, logits: UnsafeMutableBufferPointer<Float>
  ) {
    guard let picture = checked(crop224x224x3, logits, nil) else { return }
    switch run {
    case .blocked(let blocked, let team):
      kept = prepareKeeping(blocked, picture)
      team.run()
    case .portable(let portable):
      portable.run(picture)
      kept = LastActivations(interleaved: portable.lastOutput.start)
    }
    copyAnswer(logits, nil)
  }

  /// Grad-CAM of a class on the crop of the latest run, which must have kept its activations.
  ///
  /// - Parameter classIndex: any class of the head, not only the surest.
  public func classMap(of classIndex: Int) -> ClassMap {
    precondition((0..<network.classCount).contains(classIndex))
    guard let kept else { preconditionFailure("the latest run kept no activations") }
    return network.headGradient.withGradient(
      of: classIndex, hidden: answer.hidden.map { UnsafePointer($0.start) }
    ) { ClassMap(kept, gradient: $0) }
  }

  private func prepareKeeping(
    _ blocked: BlockedRun, _ picture: UnsafePointer<Float>
  ) -> LastActivations {
    let room = lastOutput ?? FloatBuffer(count: LastActivations.count)
    lastOutput = room
    blocked.prepare(picture, keeping: room.start)
    return LastActivations(blocked: room.start)
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
    return Array(UnsafeBufferPointer(start: answer.features.start, count: Network.featureCount))
  }

  /// Runs once on the calling thread and shows the output of each stage, [pixel][channel].
  package func run(
    _ crop224x224x3: UnsafeBufferPointer<Float>, logits: UnsafeMutableBufferPointer<Float>,
    pooled: UnsafeMutableBufferPointer<Float>? = nil,
    observe: (Stage, UnsafeBufferPointer<Float>) -> Void
  ) {
    precondition(threads == 1, "only a run on one thread can be looked at")
    guard let picture = checked(crop224x224x3, logits, pooled) else { return }
    switch run {
    case .blocked(let blocked, _):
      blocked.unfusedStem(picture).withUnsafeBufferPointer { observe(.stem, $0) }
      let last = prepareKeeping(blocked, picture)
      kept = last
      blocked.work(member: 0) { shape, output in
        let pixels = shape.outputSide * shape.outputSide
        BlockedLayout.interleaved(output, pixels: pixels, channels: shape.outputChannels)
          .withUnsafeBufferPointer { observe(.block(shape.index), $0) }
      }
      BlockedLayout.interleaved(
        last.start, pixels: LastActivations.pixelCount, channels: Network.last.outputChannels
      ).withUnsafeBufferPointer { observe(.last, $0) }
    case .portable(let portable):
      portable.run(picture, observe: observe)
      kept = LastActivations(interleaved: portable.lastOutput.start)
    }
    observe(.pooled, UnsafeBufferPointer(start: answer.features.start, count: Network.featureCount))
    if let hidden = answer.hidden, let count = network.hiddenCount {
      observe(.hidden, UnsafeBufferPointer(start: hidden.start, count: count))
    }
    observe(.logits, UnsafeBufferPointer(start: answer.logits.start, count: network.classCount))
    copyAnswer(logits, pooled)
  }

  private var answer: (features: FloatBuffer, hidden: FloatBuffer?, logits: FloatBuffer) {
    switch run {
    case .blocked(let blocked, _): (blocked.features, blocked.hidden, blocked.logits)
    case .portable(let portable): (portable.features, portable.hidden, portable.logits)
    }
  }

  private func checked(
    _ crop: UnsafeBufferPointer<Float>, _ logits: UnsafeMutableBufferPointer<Float>,
    _ pooled: UnsafeMutableBufferPointer<Float>?
  ) -> UnsafePointer<Float>? {
    precondition(crop.count == Network.inputCount)
    precondition(logits.count >= network.classCount)
    precondition(pooled.map { $0.count >= Network.featureCount } ?? true)
    return crop.baseAddress
  }

  private func copyAnswer(
    _ logits: UnsafeMutableBufferPointer<Float>, _ pooled: UnsafeMutableBufferPointer<Float>?
  ) {
    logits.baseAddress?.update(from: answer.logits.start, count: network.classCount)
    pooled?.baseAddress?.update(from: answer.features.start, count: Network.featureCount)
  }
}

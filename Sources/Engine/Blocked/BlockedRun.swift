/// A number that one member alone counts up, in memory of its own.
private final class BarrierCount {
  var value = 0
}

/// The buffers of one use of a `BlockedPlan`, and the run itself, by one thread or a team.
///
/// Unchecked: between the barriers each member writes places of its own; the picture is set before the
/// team starts.
final class BlockedRun: @unchecked Sendable {
  private let plan: BlockedPlan
  private let members: Int
  private let barrier: Barrier
  /// Outputs of the blocks take turns in these two.
  private let front: FloatBuffer
  private let back: FloatBuffer
  /// Of whole pictures, all members'.
  private let filteredWhole: FloatBuffer
  private let expanded: [FloatBuffer]
  private let filteredStrip: [FloatBuffer]
  private let lastPanel: [FloatBuffer]
  /// Weights of a panel, widened.
  private let widened: [FloatBuffer]
  /// How often each member has passed the barrier.
  private let passed: [BarrierCount]
  let features: FloatBuffer
  /// The hidden layer's output; nil of a head of one layer.
  let hidden: FloatBuffer?
  let logits: FloatBuffer

  /// The crop of the current run.
  private var picture: UnsafePointer<Float>?
  /// Where the last convolution's whole output goes; nil when nobody wants it.
  private var kept: UnsafeMutablePointer<Float>?

  /// Where the input of each block is, for those who look on.
  typealias Observer = (_ block: BlockShape, _ output: UnsafePointer<Float>) -> Void

  init(_ plan: BlockedPlan, members: Int) {
    self.plan = plan
    self.members = members
    barrier = Barrier(members: members)
    func most(_ count: (BlockedBlock) -> Int, where isMeant: (BlockedBlock) -> Bool) -> Int {
      plan.blocks.filter(isMeant).map(count).max() ?? 0
    }
    let outputCounts = plan.blocks.map { block in
      BlockedLayout.count(
        pixels: block.shape.outputSide * block.shape.outputSide,
        channels: block.shape.outputChannels)
    }
    front = FloatBuffer(count: stride(from: 0, to: 17, by: 2).map { outputCounts[$0] }.max() ?? 0)
    back = FloatBuffer(count: stride(from: 1, to: 17, by: 2).map { outputCounts[$0] }.max() ?? 0)
    filteredWhole = FloatBuffer(count: most(\.filteredCount, where: \.isWhole))
    func each(_ count: Int) -> [FloatBuffer] {
      (0..<members).map { _ in FloatBuffer(count: count) }
    }
    expanded = each(most(\.expandedCount) { _ in true })
    filteredStrip = each(most(\.filteredCount) { !$0.isWhole })
    let lastPixels = Network.last.inputSide * Network.last.inputSide
    lastPanel = each(BlockedLayout.count(pixels: lastPixels, channels: plan.last.panelChannels))
    let tails = [plan.last, plan.head] + (plan.hidden.map { [$0] } ?? [])
    widened = each(
      max(most(\.widenedCount) { _ in true }, tails.map(\.widenedCount).max() ?? 0))
    passed = (0..<members).map { _ in BarrierCount() }
    features = FloatBuffer(count: Network.featureCount)
    hidden = plan.hidden.map {
      FloatBuffer(count: BlockedLayout.count(pixels: 1, channels: $0.outputChannels))
    }
    logits = FloatBuffer(
      count: BlockedLayout.count(pixels: 1, channels: plan.head.outputChannels))
  }

  /// Names the crop that the members run next, and where the last convolution's output is to be kept.
  func prepare(_ picture: UnsafePointer<Float>, keeping kept: UnsafeMutablePointer<Float>? = nil) {
    self.picture = picture
    self.kept = kept
  }

  /// A member's whole part of a run. Member 0 is the last to leave, with features and logits.
  func work(member: Int, observe: Observer = { _, _ in }) {
    guard let picture else { preconditionFailure("a run needs a crop") }
    let share = Share(member: member, members: members)
    let passed = passed[member]
    var input = picture
    for block in plan.blocks {
      let output = (block.shape.index % 2 == 0 ? front : back).start
      let scratch = BlockedBlock.Scratch(
        expanded: expanded[member].start,
        filtered: (block.isWhole ? filteredWhole : filteredStrip[member]).start,
        widened: widened[member].start)
      if block.isWhole {
        block.filterWhole(share, input, scratch: scratch)
        barrier.wait(&passed.value)
        block.narrowWhole(share, input, scratch: scratch, into: output)
      } else {
        block.runRows(share.of(block.shape.outputSide), input, scratch: scratch, into: output)
      }
      barrier.wait(&passed.value)
      observe(block.shape, output)
      input = UnsafePointer(output)
    }
    pool(share, input, panel: lastPanel[member].start, widened: widened[member].start)
    barrier.wait(&passed.value)
    if member == 0 { answer() }
  }

  /// The last 1x1 convolution, and the mean of each of its channels while a panel is in the cache.
  private func pool(
    _ share: Share, _ input: UnsafePointer<Float>, panel scratch: UnsafeMutablePointer<Float>,
    widened: UnsafeMutablePointer<Float>
  ) {
    let last = plan.last
    let pixels = Network.last.inputSide * Network.last.inputSide
    let length = pixels * blockChannels
    let blocksOfPanel = last.panelChannels / blockChannels
    for panel in share.of(last.panelCount) {
      let firstBlock = panel * blocksOfPanel
      // Kept, each panel has a place of its own; else all take turns in one.
      let output = kept ?? scratch - firstBlock * length
      last.run(
        Products.Place(
          input: input, segmentStride: length, pixelCount: pixels, output: output,
          outputBlockStride: length, widened: widened),
        tiles: last.tiles(of: panel..<(panel + 1), pixelCount: pixels))
      for block in firstBlock..<(firstBlock + blocksOfPanel) {
        plan.kernels.poolBlock(
          output + block * length, pixelCount: pixels,
          into: features.start + block * blockChannels)
      }
    }
  }

  private func answer() {
    var input = features
    if let layer = plan.hidden, let hidden {
      runDense(layer, input, into: hidden)
      clampToZero(hidden.start, count: layer.outputChannels)
      input = hidden
    }
    runDense(plan.head, input, into: logits)
  }

  private func runDense(_ layer: Products, _ input: FloatBuffer, into output: FloatBuffer) {
    layer.run(
      Products.Place(
        input: input.start, segmentStride: blockChannels, pixelCount: 1, output: output.start,
        outputBlockStride: blockChannels, widened: widened[0].start),
      tiles: layer.tiles(pixelCount: 1))
  }

  // MARK: - For those who look on

  /// The stem's output, which a run never holds whole: [pixel][channel].
  func unfusedStem(_ picture: UnsafePointer<Float>) -> [Float] {
    let shape = Network.stem
    let pixels = shape.outputSide * shape.outputSide
    let output = FloatBuffer(
      count: BlockedLayout.count(pixels: pixels, channels: shape.outputChannels))
    for row in 0..<shape.outputSide {
      plan.stem.run(
        row: row, panels: 0..<plan.stem.products.panelCount, picture,
        into: output.start + row * shape.outputSide * blockChannels,
        outputBlockStride: pixels * blockChannels)
    }
    return BlockedLayout.interleaved(output.start, pixels: pixels, channels: shape.outputChannels)
  }
}

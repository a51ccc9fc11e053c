/// One inverted residual block over blocked layout, its layers fused.
///
/// A panel of hidden channels goes from the input through expand and depthwise while it is in the first
/// level cache; then project takes all of them. Two ways:
/// - Large pictures go in strips of rows whose hidden channels fit the second level cache. Each panel keeps
///   its last expanded rows in a ring, so that no row is expanded twice. Threads share rows.
/// - Small pictures go whole. Threads share panels, then the tiles of project.
struct BlockedBlock: Sendable {
  let shape: BlockShape
  private let widening: Widening
  private let depthwise: DepthwiseRows
  private let project: Products

  /// Hidden channels of a strip take about this much: a fourth of a usual second level cache, the rest
  /// of which holds ring, weights, input and output.
  private static let stripBytes = 224 << 10
  /// A ring holds this many expanded rows: what two output rows need, so that two are made at a time.
  private static let ringRows = 4
  /// Pictures up to this side go whole.
  private static let wholeSide = 14

  /// A thread's working memory: what `scratchCount` and `stripCount` ask for.
  struct Scratch {
    /// Expanded rows.
    let expanded: UnsafeMutablePointer<Float>
    /// Hidden channels after the depthwise convolution: of a strip each thread's own, of a whole picture
    /// all threads'.
    let filtered: UnsafeMutablePointer<Float>
    /// The weights of a panel, widened.
    let widened: UnsafeMutablePointer<Float>
  }

  init(shape: BlockShape, stem: BlockedStem?, weights: WeightsFile, kernels: Kernels) {
    self.shape = shape
    if let stem {
      widening = .stem(stem)
    } else if let expand = shape.expand {
      widening = .expand(weights.products(expand, kernels: kernels))
    } else {
      preconditionFailure("a block widens its input, or comes after the stem")
    }
    let layer = shape.depthwise
    depthwise = weights.withLayer(layer) { kernel, bias in
      DepthwiseRows(
        kernels: kernels, channels: layer.inputChannels, inputHeight: layer.inputSide,
        inputWidth: layer.inputSide, stride: layer.stride, weights: kernel, bias: bias)
    }
    project = weights.products(
      shape.project, kernels: kernels,
      isRectified: shape.passesOverZeros(lanes: kernels.lanes))
  }

  /// Whether the picture goes whole, so that threads share panels.
  var isWhole: Bool { shape.inputSide <= Self.wholeSide }

  private var inputRowLength: Int { shape.inputSide * blockChannels }
  private var outputRowLength: Int { shape.outputSide * blockChannels }

  /// Floats of `Scratch.expanded`.
  var expandedCount: Int {
    isWhole
      ? shape.inputSide * inputRowLength * widening.blocks(of: 0).count
      : Self.ringRows * inputRowLength * BlockedLayout.blockCount(shape.hiddenChannels)
  }

  /// Floats of `Scratch.filtered`.
  var filteredCount: Int {
    // Few rows may make one strip that is higher than those of all rows.
    let mostRows = (Self.stripBytes + outputRowBytes - 1) / outputRowBytes
    let rows = isWhole ? shape.outputSide : min(shape.outputSide, mostRows)
    return rows * outputRowLength * BlockedLayout.blockCount(shape.hiddenChannels)
  }

  /// Floats of `Scratch.widened`.
  var widenedCount: Int { max(widening.products.widenedCount, project.widenedCount) }

  /// Bytes of the hidden channels of an output row.
  private var outputRowBytes: Int {
    shape.outputSide * shape.hiddenChannels * MemoryLayout<Float>.stride
  }

  /// Rows of the strips that `rows` rows are divided into, all about as high.
  private func stripRows(of rows: Int) -> Int {
    let strips = max(1, (rows * outputRowBytes + Self.stripBytes - 1) / Self.stripBytes)
    return (rows + strips - 1) / strips
  }

  // MARK: - In strips

  /// Runs the whole block for some rows of its output.
  func runRows(
    _ outputRows: Range<Int>, _ input: UnsafePointer<Float>, scratch: Scratch,
    into output: UnsafeMutablePointer<Float>
  ) {
    let stripRows = stripRows(of: outputRows.count)
    var expandedEnd = depthwise.rows.inputs(of: outputRows).lowerBound
    var first = outputRows.lowerBound
    while first < outputRows.upperBound {
      let strip = first..<min(first + stripRows, outputRows.upperBound)
      for panel in 0..<widening.panelCount {
        filter(strip, panel: panel, expandedEnd: expandedEnd, input, scratch: scratch)
      }
      narrow(strip, input, scratch: scratch, into: output)
      expandedEnd = depthwise.rows.inputs(of: strip).upperBound
      first = strip.upperBound
    }
  }

  /// Expands one panel and convolves it, row by row; the ring holds the rows below `expandedEnd`.
  private func filter(
    _ strip: Range<Int>, panel: Int, expandedEnd: Int, _ input: UnsafePointer<Float>,
    scratch: Scratch
  ) {
    let blocks = widening.blocks(of: panel)
    let ringLength = Self.ringRows * inputRowLength
    let ring = scratch.expanded + blocks.lowerBound * ringLength
    let rowLength = inputRowLength
    let filteredStride = strip.count * outputRowLength
    let filtered = scratch.filtered + blocks.lowerBound * filteredStride
    var next = expandedEnd
    var row = strip.lowerBound
    while row < strip.upperBound {
      let rows = row..<min(row + depthwise.rowsAtOnce, strip.upperBound)
      let needed = depthwise.rows.inputs(of: rows).upperBound
      while next < needed {
        // As many as lie together before the ring begins again.
        let slot = Self.slot(of: next)
        let new = next..<min(needed, next + Self.ringRows - slot)
        widening.run(
          rows: new, panel: panel, side: shape.inputSide, input, into: ring + slot * rowLength,
          outputBlockStride: ringLength, widened: scratch.widened)
        next = new.upperBound
      }
      depthwise.run(
        rows, blocks: blocks, inputRow: { UnsafePointer(ring + Self.slot(of: $0) * rowLength) },
        inputBlockStride: ringLength,
        into: filtered + (row - strip.lowerBound) * outputRowLength,
        outputBlockStride: filteredStride)
      row = rows.upperBound
    }
  }

  /// Where in the ring expanded row `row` lies. Rows 1 and 2, 3 and 4 and so on, which are made together,
  /// lie side by side.
  private static func slot(of row: Int) -> Int { (row + ringRows - 1) % ringRows }

  /// Projects a strip of hidden channels.
  private func narrow(
    _ strip: Range<Int>, _ input: UnsafePointer<Float>, scratch: Scratch,
    into output: UnsafeMutablePointer<Float>
  ) {
    let pixelCount = strip.count * shape.outputSide
    let place = strip.lowerBound * outputRowLength
    project.run(
      Products.Place(
        input: scratch.filtered, segmentStride: pixelCount * blockChannels,
        pixelCount: pixelCount, output: output + place,
        outputBlockStride: shape.outputSide * outputRowLength,
        residual: shape.isResidual ? input + place : nil, widened: scratch.widened),
      tiles: project.tiles(pixelCount: pixelCount))
  }

  // MARK: - Whole

  /// Expands and convolves this member's share of the panels.
  func filterWhole(_ share: Share, _ input: UnsafePointer<Float>, scratch: Scratch) {
    let expandedLength = shape.inputSide * inputRowLength
    let filteredLength = shape.outputSide * outputRowLength
    for panel in share.of(widening.panelCount) {
      let blocks = widening.blocks(of: panel)
      widening.run(
        rows: 0..<shape.inputSide, panel: panel, side: shape.inputSide, input,
        into: scratch.expanded, outputBlockStride: expandedLength, widened: scratch.widened)
      let filtered = scratch.filtered + blocks.lowerBound * filteredLength
      for row in stride(from: 0, to: shape.outputSide, by: depthwise.rowsAtOnce) {
        depthwise.run(
          row..<min(row + depthwise.rowsAtOnce, shape.outputSide), blocks: blocks,
          inputRow: { UnsafePointer(scratch.expanded + $0 * inputRowLength) },
          inputBlockStride: expandedLength, into: filtered + row * outputRowLength,
          outputBlockStride: filteredLength)
      }
    }
  }

  /// Projects this member's share of the tiles, when all panels are there.
  func narrowWhole(
    _ share: Share, _ input: UnsafePointer<Float>, scratch: Scratch,
    into output: UnsafeMutablePointer<Float>
  ) {
    let pixelCount = shape.outputSide * shape.outputSide
    let stride = shape.outputSide * outputRowLength
    project.run(
      Products.Place(
        input: scratch.filtered, segmentStride: stride, pixelCount: pixelCount, output: output,
        outputBlockStride: stride, residual: shape.isResidual ? input : nil,
        widened: scratch.widened),
      tiles: share.of(project.tiles(pixelCount: pixelCount).count))
  }
}

extension WeightsFile {
  /// Lends a layer's weights and bias.
  func withLayer<Result>(
    _ layer: LayerShape, _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    withTensor(layer.name + ".weight") { weights in
      withTensor(layer.name + ".bias") { bias in body(weights, bias) }
    }
  }

  /// A pointwise or dense layer's weights, packed.
  func products(
    _ layer: LayerShape, kernels: Kernels, isRectified: Bool = false
  ) -> Products {
    withTensor(layer.name + ".bias") { bias in
      withNumbers(layer.name + ".weight") { weights in
        Products(
          kernels: kernels, inputCount: layer.inputChannels, outputChannels: layer.outputChannels,
          isActivated: layer.isActivated, isRectified: isRectified, weights: weights, bias: bias)
      }
    }
  }
}

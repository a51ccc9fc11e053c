/// One block of the plan: expand, depthwise, project, run in strips of rows.
///
/// At 112x112 the tensor between expand and depthwise has 4.8 MB. A strip of it that fits the second
/// level cache is made, used and made over; the one or two rows that the next strip shares with it
/// are carried on, so nothing is computed twice.
struct InvertedResidual: Sendable {
  let shape: BlockShape
  let expand: PointwiseConvolution?
  let depthwise: DepthwiseConvolution
  let project: PointwiseConvolution
  /// Strips that the output's rows are split into, equal but for a row.
  let stripCount: Int

  /// Bytes of the widened strip that are aimed at, well within a second level cache of 1 MiB. From
  /// 128 to 600 KiB the time is the same; without strips a run takes some 8 % longer.
  private static let stripBytes = 256 << 10
  /// Below this many multiply-adds OpenBLAS 0.3.21 takes kernels for small products, some of which
  /// call malloc; each product of a strip has more, and strips grow past `stripBytes` for that.
  private static let productFloor = 1_000_000

  init(shape: BlockShape, weights: WeightsFile) {
    self.shape = shape
    expand = shape.expand.map { weights.pointwise($0) }
    let layer = shape.depthwise
    depthwise = weights.withLayer(layer) { kernel, bias in
      DepthwiseConvolution(
        channels: layer.inputChannels, inputHeight: layer.inputSide,
        inputWidth: layer.inputSide, stride: layer.stride, weights: kernel, bias: bias)
    }
    project = weights.pointwise(shape.project)
    stripCount = Self.stripCount(of: shape)
  }

  private static func stripCount(of shape: BlockShape) -> Int {
    let rowBytes = shape.inputSide * shape.hiddenChannels * MemoryLayout<Float>.stride
    let fittingRows = stripBytes / rowBytes / shape.stride
    let projectRows = productFloor * shape.outputSide / shape.project.multiplyAdds + 1
    // The last strip widens a row less than the others: its lowest row looks past the edge.
    let expandRows = shape.expand.map { expand in
      (productFloor * shape.inputSide / expand.multiplyAdds + 1) / shape.stride + 1
    }
    return max(1, shape.outputSide / max(1, fittingRows, projectRows, expandRows ?? 0))
  }

  /// Rows of the output in the highest strip.
  private var mostRows: Int { (shape.outputSide + stripCount - 1) / stripCount }

  /// Floats that a widened strip takes at most.
  var widenedCount: Int {
    let inputRows = min(shape.inputSide, (mostRows - 1) * shape.stride + 3)
    return shape.expands ? inputRows * shape.inputSide * shape.hiddenChannels : 0
  }

  /// Floats that a strip after the depthwise convolution takes.
  var filteredCount: Int { mostRows * shape.outputSide * shape.hiddenChannels }

  /// Runs the block. A residual block has its input for `output`, to which it adds.
  func run(
    _ input: UnsafePointer<Float>, widened: UnsafeMutablePointer<Float>,
    filtered: UnsafeMutablePointer<Float>, into output: UnsafeMutablePointer<Float>
  ) {
    let outputRowPixels = shape.outputSide
    let outputRowLength = outputRowPixels * shape.outputChannels
    var held = 0..<0
    for strip in 0..<stripCount {
      let outputRows =
        (strip * shape.outputSide / stripCount)..<((strip + 1) * shape.outputSide / stripCount)
      if let expand {
        let needed = depthwise.rows.inputs(of: outputRows)
        widen(input, by: expand, needed: needed, held: held, into: widened)
        held = needed
        depthwise.run(
          outputRows: outputRows, widened, firstInputRow: needed.lowerBound, into: filtered)
      } else {
        depthwise.run(outputRows: outputRows, input, firstInputRow: 0, into: filtered)
      }
      project.run(
        filtered, pixelCount: outputRows.count * outputRowPixels,
        into: output + outputRows.lowerBound * outputRowLength, adding: shape.isResidual)
    }
  }

  /// Makes `widened` hold the rows `needed`; those among `held`, the rows it holds now, are kept.
  private func widen(
    _ input: UnsafePointer<Float>, by expand: PointwiseConvolution, needed: Range<Int>,
    held: Range<Int>, into widened: UnsafeMutablePointer<Float>
  ) {
    let rowLength = shape.inputSide * shape.hiddenChannels
    let kept = needed.clamped(to: held)
    if !kept.isEmpty {
      widened.update(
        from: widened + (kept.lowerBound - held.lowerBound) * rowLength,
        count: kept.count * rowLength)
    }
    let new = (kept.isEmpty ? needed.lowerBound : kept.upperBound)..<needed.upperBound
    // A residual block overwrites its input row by row, always behind the rows that are read here.
    expand.run(
      input + new.lowerBound * shape.inputSide * shape.inputChannels,
      pixelCount: new.count * shape.inputSide,
      into: widened + (new.lowerBound - needed.lowerBound) * rowLength)
  }
}

extension WeightsFile {
  /// The pointwise convolution that `layer` describes, with this file's numbers.
  func pointwise(_ layer: LayerShape) -> PointwiseConvolution {
    withLayer(layer) { weights, bias in
      PointwiseConvolution(
        inputChannels: layer.inputChannels, outputChannels: layer.outputChannels,
        isActivated: layer.isActivated, weights: weights, bias: bias)
    }
  }
}

/// One operator by itself on a whole tensor, by any path: for tests and for figures.
package final class LoneOperator {
  /// What to compute.
  package struct Shape: Hashable, Sendable {
    package var kind: LayerShape.Kind
    package var height: Int
    package var width: Int
    package var inputChannels: Int
    package var outputChannels: Int
    package var stride = 1
    package var isActivated = true
    /// Whether a pointwise convolution by the kernels passes over the zeros of its input.
    package var isRectified = false

    package init(
      kind: LayerShape.Kind, height: Int, width: Int, inputChannels: Int, outputChannels: Int,
      stride: Int = 1, isActivated: Bool = true, isRectified: Bool = false
    ) {
      self.kind = kind
      self.height = height
      self.width = width
      self.inputChannels = inputChannels
      self.outputChannels = outputChannels
      self.stride = stride
      self.isActivated = isActivated
      self.isRectified = isRectified
    }

    /// A layer of the network.
    package init(_ layer: LayerShape) {
      self.init(
        kind: layer.kind, height: layer.inputSide, width: layer.inputSide,
        inputChannels: layer.inputChannels, outputChannels: layer.outputChannels,
        stride: layer.stride, isActivated: layer.isActivated)
    }

    /// A layer of the network as a path computes it there.
    package init(_ layer: LayerShape, path: KernelPath) {
      self.init(layer)
      guard let kernels = Kernels(path) else { return }
      isRectified = Network.blocks.contains {
        $0.project == layer && $0.passesOverZeros(lanes: kernels.lanes)
      }
    }

    var inputPixels: Int { height * width }

    /// Weights in all, without the biases.
    package var weightCount: Int {
      switch kind {
      case .convolution: inputChannels * outputChannels * 9
      case .depthwise: inputChannels * 9
      case .pointwise, .dense: inputChannels * outputChannels
      case .averagePool: 0
      }
    }

    package var outputPixels: Int {
      switch kind {
      case .averagePool: 1
      case .convolution, .pointwise, .depthwise, .dense:
        ((height + stride - 1) / stride) * ((width + stride - 1) / stride)
      }
    }
  }

  private let shape: Shape
  private let isBlocked: Bool
  private let inputBuffer: FloatBuffer
  private let outputBuffer: FloatBuffer
  private let compute: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

  /// - Parameters:
  ///   - weights: in PyTorch's order; none for a pool.
  ///   - isResidual: whether a pointwise result is added to what the output holds.
  package init(
    _ shape: Shape, path: KernelPath, weights: [Float], bias: [Float], isResidual: Bool = false
  ) {
    self.shape = shape
    let kernels = Kernels(path)
    isBlocked = kernels != nil
    let outputCount =
      kernels == nil
      ? shape.outputPixels * shape.outputChannels
      : BlockedSteps.outputCount(shape)
    let inputCount =
      kernels == nil || shape.kind == .convolution
      ? shape.inputPixels * shape.inputChannels
      : BlockedLayout.count(pixels: shape.inputPixels, channels: shape.inputChannels)
    inputBuffer = FloatBuffer(count: inputCount)
    outputBuffer = FloatBuffer(count: outputCount)
    compute = weights.withUnsafeBufferPointer { weights in
      bias.withUnsafeBufferPointer { bias in
        if let kernels {
          BlockedSteps.step(shape, kernels, weights, bias, isResidual: isResidual)
        } else {
          PortableSteps.step(shape, weights, bias, isResidual: isResidual)
        }
      }
    }
  }

  /// Fills the input, [pixel][channel], and what the output holds before, of which a residual needs it.
  package func fill(_ input: [Float], output: [Float]? = nil) {
    let isInterleaved = !isBlocked || shape.kind == .convolution
    copy(
      isInterleaved ? input : BlockedLayout.blocked(input, channels: shape.inputChannels),
      to: inputBuffer)
    guard let output else { return }
    copy(
      isBlocked ? BlockedLayout.blocked(output, channels: shape.outputChannels) : output,
      to: outputBuffer)
  }

  /// Runs once. `members` computes the parts that a team's members take, one after the other.
  package func run(members: Int = 1) { compute(inputBuffer.start, outputBuffer.start, members) }

  /// The output, [pixel][channel].
  package var output: [Float] {
    isBlocked
      ? BlockedLayout.interleaved(
        outputBuffer.start, pixels: shape.outputPixels, channels: shape.outputChannels)
      : Array(UnsafeBufferPointer(start: outputBuffer.start, count: outputBuffer.count))
  }

  private func copy(_ values: [Float], to buffer: FloatBuffer) {
    precondition(values.count == buffer.count)
    for index in values.indices { buffer.start[index] = values[index] }
  }
}

typealias OperatorStep = (UnsafePointer<Float>, UnsafeMutablePointer<Float>, _ members: Int) -> Void

/// The operators of the portable path as steps of a `LoneOperator`.
private enum PortableSteps {
  static func step(
    _ shape: LoneOperator.Shape, _ weights: UnsafeBufferPointer<Float>,
    _ bias: UnsafeBufferPointer<Float>, isResidual: Bool
  ) -> OperatorStep {
    switch shape.kind {
    case .convolution:
      let operation = FirstConvolution(
        inputHeight: shape.height, inputWidth: shape.width, outputChannels: shape.outputChannels,
        weights: weights, bias: bias)
      return { input, output, _ in operation.run(input, into: output) }
    case .pointwise:
      let operation = PointwiseConvolution(
        inputChannels: shape.inputChannels, outputChannels: shape.outputChannels,
        isActivated: shape.isActivated, weights: weights, bias: bias)
      return { input, output, _ in
        operation.run(input, pixelCount: shape.inputPixels, into: output, adding: isResidual)
      }
    case .depthwise:
      let operation = DepthwiseConvolution(
        channels: shape.inputChannels, inputHeight: shape.height, inputWidth: shape.width,
        stride: shape.stride, weights: weights, bias: bias)
      return { input, output, _ in
        operation.run(
          outputRows: 0..<operation.rows.outputLength, input, firstInputRow: 0, into: output)
      }
    case .averagePool:
      let operation = GlobalAveragePool(
        pixelCount: shape.inputPixels, channels: shape.inputChannels)
      return { input, output, _ in operation.run(input, into: output) }
    case .dense:
      let operation = DenseLayer(
        inputCount: shape.inputChannels, outputCount: shape.outputChannels, weights: weights,
        bias: bias)
      return { input, output, _ in operation.run(input, into: output) }
    }
  }
}

/// The kernels' operators as steps of a `LoneOperator`.
private enum BlockedSteps {
  static func outputCount(_ shape: LoneOperator.Shape) -> Int {
    BlockedLayout.count(pixels: shape.outputPixels, channels: shape.outputChannels)
  }

  static func step(
    _ shape: LoneOperator.Shape, _ kernels: Kernels, _ weights: UnsafeBufferPointer<Float>,
    _ bias: UnsafeBufferPointer<Float>, isResidual: Bool
  ) -> OperatorStep {
    switch shape.kind {
    case .convolution:
      let stem = BlockedStem(
        kernels: kernels, inputHeight: shape.height, inputWidth: shape.width,
        outputChannels: shape.outputChannels, weights: weights, bias: bias)
      let rowLength = stem.columns.outputLength * blockChannels
      return { input, output, members in
        for member in 0..<members {
          for row in Share(member: member, members: members).of(stem.rows.outputLength) {
            stem.run(
              row: row, panels: 0..<stem.products.panelCount, input,
              into: output + row * rowLength,
              outputBlockStride: stem.rows.outputLength * rowLength)
          }
        }
      }
    case .pointwise, .dense:
      let products = Products(
        kernels: kernels, inputCount: shape.inputChannels, outputChannels: shape.outputChannels,
        isActivated: shape.kind == .pointwise && shape.isActivated,
        isRectified: shape.isRectified, weights: .singles(weights), bias: bias)
      // Where sums wait in the output, what is added must lie elsewhere.
      let addend = shape.isRectified && isResidual ? FloatBuffer(count: outputCount(shape)) : nil
      let stride = shape.inputPixels * blockChannels
      let tileCount = products.tiles(pixelCount: shape.inputPixels).count
      return { input, output, members in
        addend?.start.update(from: output, count: outputCount(shape))
        for member in 0..<members {
          products.run(
            Products.Place(
              input: input, segmentStride: stride, pixelCount: shape.inputPixels, output: output,
              outputBlockStride: stride,
              residual: isResidual ? UnsafePointer(addend?.start ?? output) : nil),
            tiles: Share(member: member, members: members).of(tileCount))
        }
      }
    case .depthwise:
      let depthwise = DepthwiseRows(
        kernels: kernels, channels: shape.inputChannels, inputHeight: shape.height,
        inputWidth: shape.width, stride: shape.stride, weights: weights, bias: bias)
      let blocks = 0..<BlockedLayout.blockCount(shape.inputChannels)
      return { input, output, members in
        for member in 0..<members {
          let rows = Share(member: member, members: members).of(depthwise.rows.outputLength)
          for row in stride(from: rows.lowerBound, to: rows.upperBound, by: depthwise.rowsAtOnce) {
            depthwise.run(
              row..<min(row + depthwise.rowsAtOnce, rows.upperBound), blocks: blocks,
              inputRow: { input + $0 * depthwise.columns.length * blockChannels },
              inputBlockStride: shape.inputPixels * blockChannels,
              into: output + row * depthwise.columns.outputLength * blockChannels,
              outputBlockStride: shape.outputPixels * blockChannels)
          }
        }
      }
    case .averagePool:
      return { input, output, _ in
        for block in 0..<BlockedLayout.blockCount(shape.inputChannels) {
          kernels.poolBlock(
            input + block * shape.inputPixels * blockChannels, pixelCount: shape.inputPixels,
            into: output + block * blockChannels)
        }
      }
    }
  }
}

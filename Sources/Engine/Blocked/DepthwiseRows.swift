import CKernels

/// A 3x3 convolution of each channel by itself, plus bias, then ReLU6, over blocked layout.
package struct DepthwiseRows: Sendable {
  package let channels: Int
  package let rows: SamePadding
  package let columns: SamePadding
  private let kernels: Kernels
  /// [block][kernel row][kernel column][channel % 16]
  private let weights: PackedFloats
  /// [block][channel % 16]
  private let bias: PackedFloats

  /// - Parameters:
  ///   - channels: a multiple of 16.
  ///   - weights: [channel][kernel row][kernel column]
  ///   - bias: [channel]
  init(
    kernels: Kernels, channels: Int, inputHeight: Int, inputWidth: Int, stride: Int,
    weights: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>
  ) {
    precondition(channels % blockChannels == 0 && (stride == 1 || stride == 2))
    precondition(weights.count == channels * 9 && bias.count == channels)
    self.kernels = kernels
    self.channels = channels
    rows = SamePadding(length: inputHeight, stride: stride)
    columns = SamePadding(length: inputWidth, stride: stride)
    self.bias = PackedFloats(bias)
    self.weights = PackedFloats(zeros: channels * 9) { packed in
      for channel in 0..<channels {
        let block = packed + channel / blockChannels * 9 * blockChannels + channel % blockChannels
        for tap in 0..<9 { block[tap * blockChannels] = weights[channel * 9 + tap] }
      }
    }
  }

  /// Output rows that a call may compute: two neighbours share half of their inputs.
  var rowsAtOnce: Int { rows.stride == 1 ? 2 : 1 }

  /// Computes some rows of some blocks.
  ///
  /// - Parameters:
  ///   - outputRows: at most `rowsAtOnce`.
  ///   - blocks: which blocks of 16 channels; input and output begin at the first of them.
  ///   - inputRow: where column 0 of an existing input row lies.
  @inline(__always)
  func run(
    _ outputRows: Range<Int>, blocks: Range<Int>, inputRow: (Int) -> UnsafePointer<Float>,
    inputBlockStride: Int,
    into output: UnsafeMutablePointer<Float>, outputBlockStride: Int
  ) {
    let top = rows.firstInput(of: outputRows.lowerBound)
    func start(_ index: Int) -> UnsafePointer<Float>? {
      index >= 0 && index < rows.length ? inputRow(index) : nil
    }
    kernels.depthwiseRows(
      hv_depthwise_rows(
        rows: (start(top), start(top &+ 1), start(top &+ 2), start(top &+ 3)),
        row_count: Int32(truncatingIfNeeded: outputRows.count),
        input_block_stride: inputBlockStride,
        block_count: Int32(truncatingIfNeeded: blocks.count),
        input_width: Int32(truncatingIfNeeded: columns.length),
        output_width: Int32(truncatingIfNeeded: columns.outputLength),
        stride: Int32(truncatingIfNeeded: columns.stride),
        padding: Int32(truncatingIfNeeded: columns.before),
        weights: weights.start + blocks.lowerBound &* 9 &* blockChannels,
        bias: bias.start + blocks.lowerBound &* blockChannels, output: output,
        output_block_stride: outputBlockStride,
        output_row_stride: columns.outputLength &* blockChannels))
  }
}

/// One inverted residual block: expand (1x1), depthwise (3x3), project (1x1).
///
/// Source: Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", CVPR 2018.
public struct BlockShape: Hashable, Sendable {
  /// 0...16, as in the names of the tensors.
  public let index: Int
  public let inputSide: Int
  public let inputChannels: Int
  /// Channels between expand and project.
  public let hiddenChannels: Int
  public let outputChannels: Int
  /// Stride of the depthwise convolution.
  public let stride: Int

  /// Prefix of the block's tensors, such as `block_03`.
  public var name: String { index < 10 ? "block_0\(index)" : "block_\(index)" }
  /// Whether there is an expand layer; the first block has none.
  public var expands: Bool { hiddenChannels != inputChannels }
  /// Whether the block's input is added to its output.
  public var isResidual: Bool { stride == 1 && inputChannels == outputChannels }
  /// Whether project passes over the zeros that ReLU6 left: 54 to 73 % of its inputs from block 4 on, but 16 and 34 %
  /// after a stride of 2. Fewer outputs than fill four registers of `lanes` floats would not pay for looking.
  func passesOverZeros(lanes: Int) -> Bool { stride == 1 && outputChannels >= 4 * lanes }
  /// Rows, and also columns, of the block's output.
  public var outputSide: Int { (inputSide + stride - 1) / stride }
  /// Number of floats in the block's output.
  public var outputCount: Int { outputSide * outputSide * outputChannels }

  /// The 1x1 convolution with ReLU6 that widens the block; nil in the first block.
  public var expand: LayerShape? {
    guard expands else { return nil }
    return LayerShape(
      name: name + ".expand", kind: .pointwise, inputSide: inputSide,
      inputChannels: inputChannels, outputChannels: hiddenChannels, stride: 1, isActivated: true)
  }

  /// The 3x3 convolution with ReLU6 of each hidden channel.
  public var depthwise: LayerShape {
    LayerShape(
      name: name + ".depthwise", kind: .depthwise, inputSide: inputSide,
      inputChannels: hiddenChannels, outputChannels: hiddenChannels, stride: stride,
      isActivated: true)
  }

  /// The linear 1x1 convolution that narrows the block.
  public var project: LayerShape {
    LayerShape(
      name: name + ".project", kind: .pointwise, inputSide: outputSide,
      inputChannels: hiddenChannels, outputChannels: outputChannels, stride: 1,
      isActivated: false)
  }
}

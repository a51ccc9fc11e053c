/// What one operator of the network computes and what it costs.
public struct LayerShape: Hashable, Sendable {
  /// The kinds of operator that MobileNetV2 is made of.
  public enum Kind: String, Hashable, Sendable {
    /// 3x3 convolution over all input channels.
    case convolution
    /// 1x1 convolution: a matrix product over pixels.
    case pointwise
    /// 3x3 convolution of each channel by itself.
    case depthwise
    /// Mean over all pixels of each channel.
    case averagePool
    /// Matrix times vector.
    case dense
  }

  /// As in the weights file, without `.weight`: `stem`, `block_03.expand`, `last`, `pool`, `head`.
  public let name: String
  public let kind: Kind
  /// Rows, and also columns, of the input.
  public let inputSide: Int
  public let inputChannels: Int
  public let outputChannels: Int
  public let stride: Int
  /// Whether ReLU6 follows.
  public let isActivated: Bool

  /// Rows, and also columns, of the output.
  public var outputSide: Int {
    switch kind {
    case .averagePool, .dense: 1
    case .convolution, .pointwise, .depthwise: (inputSide + stride - 1) / stride
    }
  }

  /// Number of floats in the output.
  public var outputCount: Int { outputSide * outputSide * outputChannels }

  /// Multiply-adds of one run; additions of biases and of the pool are not counted.
  public var multiplyAdds: Int {
    let outputPixels = outputSide * outputSide
    switch kind {
    case .convolution: return outputPixels * outputChannels * inputChannels * 9
    case .pointwise, .dense: return outputPixels * outputChannels * inputChannels
    case .depthwise: return outputPixels * outputChannels * 9
    case .averagePool: return 0
    }
  }
}

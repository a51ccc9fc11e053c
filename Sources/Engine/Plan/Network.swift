/// MobileNetV2 1.0 at 224x224, written out: every operator with its shape and its cost.
public enum Network {
  /// Rows, and also columns, of the input.
  public static let inputSide = 224
  /// Red, green, blue.
  public static let inputChannels = 3
  /// Number of floats in one input.
  public static let inputCount = inputSide * inputSide * inputChannels
  /// Number of features after the average pool, which the head takes.
  public static let featureCount = 1280

  /// The first convolution.
  public static let stem = LayerShape(
    name: "stem", kind: .convolution, inputSide: inputSide, inputChannels: inputChannels,
    outputChannels: 32, stride: 2, isActivated: true)

  /// The 17 inverted residual blocks.
  public static let blocks: [BlockShape] = {
    // Table 2 of the paper: expansion, output channels, repeats, stride of the first repeat.
    let groups = [
      (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
      (6, 320, 1, 1),
    ]
    var blocks: [BlockShape] = []
    var side = stem.outputSide
    var channels = stem.outputChannels
    for (expansion, outputChannels, repeats, firstStride) in groups {
      for position in 0..<repeats {
        let block = BlockShape(
          index: blocks.count, inputSide: side, inputChannels: channels,
          hiddenChannels: channels * expansion, outputChannels: outputChannels,
          stride: position == 0 ? firstStride : 1)
        blocks.append(block)
        side = block.outputSide
        channels = outputChannels
      }
    }
    return blocks
  }()

  /// The last 1x1 convolution, before the average pool.
  public static let last = LayerShape(
    name: "last", kind: .pointwise, inputSide: 7, inputChannels: 320,
    outputChannels: featureCount, stride: 1, isActivated: true)

  /// The mean over the last 7x7 pixels.
  public static let pool = LayerShape(
    name: "pool", kind: .averagePool, inputSide: 7, inputChannels: featureCount,
    outputChannels: featureCount, stride: 1, isActivated: false)

  /// The dense layer that a head may have before its logits. ReLU follows, not ReLU6, so it is not
  /// `isActivated`.
  public static func hidden(count: Int) -> LayerShape {
    LayerShape(
      name: "hidden", kind: .dense, inputSide: 1, inputChannels: featureCount,
      outputChannels: count, stride: 1, isActivated: false)
  }

  /// The dense layer that gives one logit for each class.
  ///
  /// - Parameter hiddenCount: outputs of the hidden layer that it takes; nil when it takes the features.
  public static func head(classCount: Int, hiddenCount: Int? = nil) -> LayerShape {
    LayerShape(
      name: "head", kind: .dense, inputSide: 1, inputChannels: hiddenCount ?? featureCount,
      outputChannels: classCount, stride: 1, isActivated: false)
  }

  /// Every operator in the order of execution.
  public static func layers(classCount: Int, hiddenCount: Int? = nil) -> [LayerShape] {
    var layers = [stem]
    for block in blocks {
      if let expand = block.expand { layers.append(expand) }
      layers.append(block.depthwise)
      layers.append(block.project)
    }
    layers += [last, pool]
    if let hiddenCount { layers.append(hidden(count: hiddenCount)) }
    return layers + [head(classCount: classCount, hiddenCount: hiddenCount)]
  }

  /// Multiply-adds of one whole run.
  public static func multiplyAdds(classCount: Int) -> Int {
    layers(classCount: classCount).reduce(0) { $0 + $1.multiplyAdds }
  }
}

/// A tensor that the weights file of this network must hold.
struct ExpectedTensor: Hashable {
  let name: String
  /// As PyTorch orders the axes.
  let shape: [Int]

  /// Every tensor of the network, in the order of the file.
  static func all(classCount: Int, hiddenCount: Int?) -> [ExpectedTensor] {
    Network.layers(classCount: classCount, hiddenCount: hiddenCount)
      .filter { $0.kind != .averagePool }.flatMap { layer in
        [
          ExpectedTensor(name: layer.name + ".weight", shape: weightShape(of: layer)),
          ExpectedTensor(name: layer.name + ".bias", shape: [layer.outputChannels]),
        ]
      }
  }

  private static func weightShape(of layer: LayerShape) -> [Int] {
    switch layer.kind {
    case .convolution: [layer.outputChannels, layer.inputChannels, 3, 3]
    case .depthwise: [layer.outputChannels, 3, 3]
    case .pointwise, .dense, .averagePool: [layer.outputChannels, layer.inputChannels]
    }
  }
}

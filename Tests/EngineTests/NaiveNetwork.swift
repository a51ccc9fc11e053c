import Engine
import TestSupport

/// The whole network by the naive operators, each stage rounded to fp32 as the engine's is.
struct NaiveNetwork {
  private let values: [String: [Float]]
  private let classCount: Int
  private let hiddenCount: Int?

  init(tensors: [SafetensorsWriter.Tensor], classCount: Int, hiddenCount: Int? = nil) {
    values = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.values) })
    self.classCount = classCount
    self.hiddenCount = hiddenCount
  }

  /// Outputs of stem, every block, last, pool, the hidden layer if there is one, and head.
  func stages(of crop: [Float]) -> [[Float]] {
    var stages = [run(Network.stem, on: crop)]
    for block in Network.blocks {
      let input = stages[stages.count - 1]
      let widened = block.expand.map { run($0, on: input) } ?? input
      let filtered = run(block.depthwise, on: widened)
      stages.append(run(block.project, on: filtered, adding: block.isResidual ? input : nil))
    }
    stages.append(run(Network.last, on: stages[stages.count - 1]))
    stages.append(run(Network.pool, on: stages[stages.count - 1]))
    if let hiddenCount {
      stages.append(
        run(Network.hidden(count: hiddenCount), on: stages[stages.count - 1]).map { max($0, 0) })
    }
    stages.append(
      run(
        Network.head(classCount: classCount, hiddenCount: hiddenCount),
        on: stages[stages.count - 1]))
    return stages
  }

  private func run(_ layer: LayerShape, on input: [Float], adding start: [Float]? = nil) -> [Float]
  {
    let weights = values[layer.name + ".weight"] ?? []
    let bias = values[layer.name + ".bias"] ?? []
    let output =
      switch layer.kind {
      case .convolution, .depthwise:
        Naive.convolution(
          input, height: layer.inputSide, width: layer.inputSide,
          inputChannels: layer.inputChannels, outputChannels: layer.outputChannels,
          stride: layer.stride, depthwise: layer.kind == .depthwise, weights: weights, bias: bias)
      case .pointwise, .dense:
        Naive.pointwise(
          input, inputChannels: layer.inputChannels, outputChannels: layer.outputChannels,
          activated: layer.isActivated, weights: weights, bias: bias, start: start)
      case .averagePool: Naive.averagePool(input, channels: layer.outputChannels)
      }
    return output.values.map { Float($0) }
  }
}

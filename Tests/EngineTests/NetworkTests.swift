import Engine
import Testing

@Suite("The network's table")
struct NetworkTests {
  @Test("costs 299,499,392 multiply-adds with four classes")
  func multiplyAdds() {
    #expect(Network.multiplyAdds(classCount: 4) == 299_499_392)
  }

  /// The split by kind that the published architecture gives, counted by hand.
  @Test("splits its cost by kind as known")
  func costByKind() {
    var cost: [LayerShape.Kind: Int] = [:]
    for layer in Network.layers(classCount: 4) {
      cost[layer.kind, default: 0] += layer.multiplyAdds
    }
    #expect(cost[.convolution] == 10_838_016)
    #expect(cost[.depthwise] == 20_716_416)
    #expect(cost[.pointwise] == 267_939_840)
    #expect(cost[.dense] == 5_120)
    #expect(cost[.averagePool] == 0)
  }

  @Test("has 17 blocks, ten of them residual, and each layer takes what the one before gives")
  func chain() {
    #expect(Network.blocks.count == 17)
    #expect(Network.blocks.filter(\.isResidual).count == 10)
    let layers = Network.layers(classCount: 8)
    for (before, after) in zip(layers, layers.dropFirst()) {
      #expect(before.outputChannels == after.inputChannels, "\(before.name) to \(after.name)")
      #expect(before.outputSide == after.inputSide, "\(before.name) to \(after.name)")
    }
    #expect(layers.last?.outputCount == 8)
  }

  @Test("has the parameters of MobileNetV2 1.0 without its head: 2,223,872 before folding")
  func parameterCount() {
    // 3,504,872 of the published 1000-class model, less its head of 1,281,000; folding a BatchNorm
    // leaves a bias in place of its two trained vectors, so one vector less for each of 52 layers.
    let layers = Network.layers(classCount: 1000).filter { $0.kind != .averagePool }
    let convolutions = layers.filter { $0.kind != .dense }
    let weights = convolutions.reduce(0) { sum, layer in
      sum + layer.multiplyAdds / (layer.outputSide * layer.outputSide)
    }
    let biases = convolutions.reduce(0) { $0 + $1.outputChannels }
    #expect(convolutions.count == 52)
    #expect(weights + 2 * biases == 3_504_872 - 1_281_000)
  }
}

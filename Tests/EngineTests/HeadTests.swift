import Engine
import Foundation
import TestSupport
import Testing

@Suite("Average pool, dense layer and softmax")
struct HeadTests {
  @Test(
    "the pool equals the naive mean",
    arguments: [(49, 1280), (1, 1), (1, 5), (2, 4), (9, 7), (49, 18)])
  func pool(pixelCount: Int, channels: Int) {
    var generator = SeededGenerator(seed: 41)
    let input = generator.floats(pixelCount * channels)
    var output = [Float](repeating: .nan, count: channels)
    GlobalAveragePool(pixelCount: pixelCount, channels: channels).run(input, into: &output)
    let mismatch = Naive.averagePool(input, channels: channels).firstMismatch(output)
    #expect(mismatch == nil)
  }

  @Test(
    "the dense layer equals the naive loop",
    arguments: [(1280, 2), (1280, 4), (1280, 8), (1, 1), (3, 5), (17, 13), (1280, 1000)])
  func dense(inputCount: Int, outputCount: Int) {
    var generator = SeededGenerator(seed: 42)
    let input = generator.floats(inputCount)
    let weights = generator.floats(inputCount * outputCount)
    let bias = generator.floats(outputCount)
    let layer = weights.withUnsafeBufferPointer { weights in
      bias.withUnsafeBufferPointer { bias in
        DenseLayer(inputCount: inputCount, outputCount: outputCount, weights: weights, bias: bias)
      }
    }
    var output = [Float](repeating: .nan, count: outputCount)
    layer.run(input, into: &output)
    let expected = Naive.pointwise(
      input, inputChannels: inputCount, outputChannels: outputCount, activated: false,
      weights: weights, bias: bias)
    let mismatch = expected.firstMismatch(output)
    #expect(mismatch == nil)
  }

  @Test("softmax gives probabilities in the order of the logits")
  func softmaxOrder() {
    var generator = SeededGenerator(seed: 43)
    for _ in 0..<50 {
      let logits = generator.floats(8, scale: 10)
      for temperature in [0.5, 1, 2.5] {
        let probabilities = softmax(logits, temperature: temperature)
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
        #expect(probabilities.allSatisfy { $0 > 0 && $0 < 1 })
        let ratio = log(probabilities[0] / probabilities[1])
        #expect(abs(ratio - Double(logits[0] - logits[1]) / temperature) < 1e-5)
      }
    }
  }

  @Test("softmax of huge logits is finite, of no logits empty")
  func softmaxExtremes() {
    #expect(softmax([1e30, -1e30, 0]) == [1, 0, 0])
    #expect(softmax([]).isEmpty)
    #expect(softmax([7, 7]) == [0.5, 0.5])
  }

  @Test("a higher temperature makes softmax less sure")
  func temperature() {
    let logits: [Float] = [2, 1, -1]
    #expect(softmax(logits, temperature: 2)[0] < softmax(logits)[0])
  }
}

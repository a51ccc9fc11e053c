import Engine
import TestSupport
import Testing

@Suite("A pointwise convolution")
struct PointwiseConvolutionTests {
  static let networkShapes = Network.layers(classCount: 8).filter { $0.kind == .pointwise }

  @Test("equals the naive loop over every shape of the network", arguments: networkShapes)
  func networkShape(layer: LayerShape) {
    expectNaive(
      pixelCount: layer.inputSide * layer.inputSide, inputChannels: layer.inputChannels,
      outputChannels: layer.outputChannels, activated: layer.isActivated, adding: false, seed: 11)
  }

  @Test("equals the naive loop over awkward shapes, with and without residual")
  func awkwardShapes() {
    for pixelCount in [1, 2, 3, 7, 49, 50] {
      for (inputChannels, outputChannels) in [
        (1, 1), (1, 7), (3, 2), (5, 5), (7, 17), (16, 13), (33, 4), (31, 66),
      ] {
        for activated in [false, true] {
          for adding in [false, true] {
            expectNaive(
              pixelCount: pixelCount, inputChannels: inputChannels,
              outputChannels: outputChannels, activated: activated, adding: adding,
              seed: UInt64(pixelCount * 1000 + inputChannels * 10 + outputChannels))
          }
        }
      }
    }
  }

  private func expectNaive(
    pixelCount: Int, inputChannels: Int, outputChannels: Int, activated: Bool, adding: Bool,
    seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    let input = generator.floats(pixelCount * inputChannels)
    let weights = generator.floats(inputChannels * outputChannels)
    // Wide enough that some outputs are cut at 0 and some at 6.
    let bias = generator.floats(outputChannels, scale: 7)
    let start = generator.floats(pixelCount * outputChannels)
    let operation = weights.withUnsafeBufferPointer { weights in
      bias.withUnsafeBufferPointer { bias in
        PointwiseConvolution(
          inputChannels: inputChannels, outputChannels: outputChannels, isActivated: activated,
          weights: weights, bias: bias)
      }
    }
    var output = start
    operation.run(input, pixelCount: pixelCount, into: &output, adding: adding)
    let expected = Naive.pointwise(
      input, inputChannels: inputChannels, outputChannels: outputChannels, activated: activated,
      weights: weights, bias: bias, start: adding ? start : nil)
    let mismatch = expected.firstMismatch(output)
    #expect(
      mismatch == nil,
      "\(pixelCount)x\(inputChannels)>\(outputChannels) adding \(adding) seed \(seed)")
  }
}

import Engine
import TestSupport
import Testing

@Suite("The first convolution")
struct FirstConvolutionTests {
  @Test(
    "equals the naive loop over the network's shape and awkward ones",
    arguments: [
      (224, 224, 32), (1, 1, 16), (1, 2, 16), (2, 1, 32), (2, 2, 16), (3, 3, 16), (5, 4, 48),
      (4, 5, 16), (7, 9, 16), (10, 6, 16), (11, 23, 32), (8, 8, 64),
    ])
  func shape(height: Int, width: Int, outputChannels: Int) {
    var generator = SeededGenerator(seed: 31)
    let input = generator.floats(height * width * 3)
    let weights = generator.floats(outputChannels * 27)
    let bias = generator.floats(outputChannels, scale: 7)
    let operation = weights.withUnsafeBufferPointer { weights in
      bias.withUnsafeBufferPointer { bias in
        FirstConvolution(
          inputHeight: height, inputWidth: width, outputChannels: outputChannels,
          weights: weights, bias: bias)
      }
    }
    var output = [Float](
      repeating: .nan,
      count: operation.rows.outputLength * operation.columns.outputLength * outputChannels)
    operation.run(input, into: &output)
    let expected = Naive.convolution(
      input, height: height, width: width, inputChannels: 3, outputChannels: outputChannels,
      stride: 2, depthwise: false, weights: weights, bias: bias)
    let mismatch = expected.firstMismatch(output)
    #expect(mismatch == nil, "\(height)x\(width)>\(outputChannels)")
  }
}

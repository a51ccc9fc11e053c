import Engine
import TestSupport
import Testing

/// Every operator by every path that this machine has, against the naive loops, over every shape of the
/// network and awkward ones, as one thread computes it and as a team would.
@Suite("By every path, an operator")
struct KernelOperatorTests {
  static let layers = Network.layers(classCount: 8)

  @Test("equals the naive loop over every shape of the network", arguments: layers)
  func networkShape(layer: LayerShape) {
    let isResidual = layer.name.hasSuffix("project")
    Trial(LoneOperator.Shape(layer), isResidual: isResidual, seed: 31).expectNaive()
  }

  @Test("that is pointwise equals the naive loop over awkward shapes")
  func awkwardPointwise() {
    for pixels in [1, 2, 5, 6, 7, 13, 14, 15, 29, 49, 50] {
      for (inputChannels, outputChannels) in [
        (1, 1), (3, 8), (5, 9), (7, 17), (15, 16), (16, 24), (17, 32), (24, 40), (33, 48),
        (31, 66), (40, 144),
      ] {
        for isResidual in [false, true] {
          let shape = LoneOperator.Shape(
            kind: .pointwise, height: 1, width: pixels, inputChannels: inputChannels,
            outputChannels: outputChannels, isActivated: (pixels + inputChannels) % 2 == 0)
          Trial(shape, isResidual: isResidual, seed: UInt64(pixels)).expectNaive()
        }
      }
    }
  }

  @Test("that passes over zeros equals the naive loop, and the one that does not to the last bit")
  func rectified() {
    for (pixels, inputChannels, outputChannels) in [
      (1, 16, 1), (2, 16, 8), (3, 48, 9), (5, 32, 24), (7, 16, 66), (6, 160, 40), (4, 144, 100),
      (3, 272, 208), (9, 64, 344), (196, 384, 64), (196, 576, 96), (49, 960, 160), (49, 960, 320),
    ] {
      for share in [0, 0.35, 1] {
        var shape = LoneOperator.Shape(
          kind: .pointwise, height: 1, width: pixels, inputChannels: inputChannels,
          outputChannels: outputChannels, isActivated: pixels % 3 == 0)
        let isResidual = pixels % 2 == 1
        let dense = Trial(shape, isResidual: isResidual, nonzero: share, seed: UInt64(pixels))
        shape.isRectified = true
        let trial = Trial(shape, isResidual: isResidual, nonzero: share, seed: UInt64(pixels))
        trial.expectNaive()
        for path in KernelPath.supported where path != .portable {
          #expect(
            trial.output(path: path, members: 1) == dense.output(path: path, members: 1),
            "\(path), \(shape), \(share)")
        }
      }
    }
  }

  @Test("that passes over zeros does not pass over what is no number", arguments: [0, 17, 30, 95])
  func rectifiedNaN(place: Int) {
    let shape = LoneOperator.Shape(
      kind: .pointwise, height: 1, width: 3, inputChannels: 32, outputChannels: 64,
      isActivated: false, isRectified: true)
    var trial = Trial(shape, nonzero: 0, seed: 5)
    trial.input[place] = .nan
    for path in KernelPath.supported {
      for (index, value) in trial.output(path: path, members: 1).enumerated() {
        #expect(value.isNaN == (index / 64 == place / 32), "\(path), \(index)")
      }
    }
  }

  @Test("that is depthwise equals the naive loop over awkward shapes", arguments: [1, 2])
  func awkwardDepthwise(stride: Int) {
    for (height, width) in [
      (1, 1), (1, 2), (2, 1), (2, 2), (3, 3), (1, 9), (9, 1), (4, 5), (5, 4), (6, 6), (7, 7),
      (8, 8), (13, 11), (12, 10), (3, 17), (15, 16), (16, 29),
    ] {
      for channels in [16, 48] {
        let shape = LoneOperator.Shape(
          kind: .depthwise, height: height, width: width, inputChannels: channels,
          outputChannels: channels, stride: stride)
        Trial(shape, seed: UInt64(height * 100 + width)).expectNaive()
      }
    }
  }

  @Test("that comes first equals the naive loop over awkward shapes")
  func awkwardFirst() {
    for (height, width, channels) in [
      (2, 2, 16), (2, 4, 32), (4, 2, 16), (6, 10, 48), (12, 32, 16), (8, 30, 32),
    ] {
      let shape = LoneOperator.Shape(
        kind: .convolution, height: height, width: width, inputChannels: 3,
        outputChannels: channels, stride: 2)
      Trial(shape, seed: UInt64(height + width)).expectNaive()
    }
  }

  struct Trial {
    let shape: LoneOperator.Shape
    let isResidual: Bool
    var input: [Float]
    let start: [Float]
    let weights: [Float]
    let bias: [Float]

    /// - Parameter nonzero: share of the input that is not 0.
    init(
      _ shape: LoneOperator.Shape, isResidual: Bool = false, nonzero: Double = 1, seed: UInt64
    ) {
      self.shape = shape
      self.isResidual = isResidual
      var generator = SeededGenerator(seed: seed)
      input = generator.floats(shape.height * shape.width * shape.inputChannels)
      if nonzero < 1 {
        for index in input.indices where Double.random(in: 0..<1, using: &generator) >= nonzero {
          input[index] = 0
        }
      }
      weights = generator.floats(shape.weightCount)
      // Wide enough that some outputs are cut at 0 and some at 6.
      bias = generator.floats(shape.outputChannels, scale: 7)
      start = generator.floats(shape.outputPixels * shape.outputChannels)
    }

    func expectNaive() {
      let expected = naive
      for path in KernelPath.supported {
        let alone = output(path: path, members: 1)
        let mismatch = expected.firstMismatch(alone)
        #expect(mismatch == nil, "\(path), \(shape)")
        for members in [2, 3] {
          // The same bits: who computes a place does not change how.
          #expect(output(path: path, members: members) == alone, "\(path), \(members), \(shape)")
        }
      }
    }

    func output(path: KernelPath, members: Int) -> [Float] {
      let operation = LoneOperator(
        shape, path: path, weights: weights, bias: bias, isResidual: isResidual)
      operation.fill(input, output: isResidual ? start : nil)
      operation.run(members: members)
      return operation.output
    }

    private var naive: Naive.Output {
      switch shape.kind {
      case .convolution, .depthwise:
        Naive.convolution(
          input, height: shape.height, width: shape.width, inputChannels: shape.inputChannels,
          outputChannels: shape.outputChannels, stride: shape.stride,
          depthwise: shape.kind == .depthwise, weights: weights, bias: bias)
      case .pointwise, .dense:
        Naive.pointwise(
          input, inputChannels: shape.inputChannels, outputChannels: shape.outputChannels,
          activated: shape.kind == .pointwise && shape.isActivated, weights: weights, bias: bias,
          start: isResidual ? start : nil)
      case .averagePool: Naive.averagePool(input, channels: shape.inputChannels)
      }
    }
  }
}

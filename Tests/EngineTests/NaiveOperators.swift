/// The operators written as their definitions say, in double precision: the tests' oracle.
///
/// Each gives with every output the bound that fp32 rounding keeps to. Source: Higham, "Accuracy and
/// Stability of Numerical Algorithms", section 3.1: a sum of n products, in any order, is off by no
/// more than about n u times the sum of the magnitudes, u = 2^-24.
enum Naive {
  struct Output {
    var values: [Double] = []
    var bounds: [Double] = []

    mutating func append(_ sum: Double, magnitude: Double, terms: Int, activated: Bool) {
      values.append(activated ? min(max(sum, 0), 6) : sum)
      bounds.append(Double(terms + 2) * 0x1p-24 * magnitude)
    }

    /// The place where `found` is further off than rounding allows; nil when there is none.
    func firstMismatch(_ found: UnsafeBufferPointer<Float>) -> String? {
      guard found.count == values.count else { return "\(found.count) of \(values.count) values" }
      for index in values.indices {
        let difference = abs(Double(found[index]) - values[index])
        // Written so that a NaN is a mismatch.
        if !(difference <= bounds[index]) {
          return "at \(index): \(found[index]), not \(values[index]) ± \(bounds[index])"
        }
      }
      return nil
    }

    func firstMismatch(_ found: [Float]) -> String? {
      found.withUnsafeBufferPointer { firstMismatch($0) }
    }
  }

  /// Zeros before the first input that Keras's `same` puts for a kernel of 3.
  static func paddingBefore(_ length: Int, stride: Int) -> Int {
    let outputLength = (length + stride - 1) / stride
    return max((outputLength - 1) * stride + 3 - length, 0) / 2
  }

  /// A 3x3 convolution over NHWC; `weight(outputChannel, inputChannel, row, column)`.
  static func convolution(
    _ input: [Float], height: Int, width: Int, inputChannels: Int, outputChannels: Int,
    stride: Int, depthwise: Bool, weights: [Float], bias: [Float]
  ) -> Output {
    let (top, left) = (
      paddingBefore(height, stride: stride), paddingBefore(width, stride: stride)
    )
    let channelsSeen = depthwise ? 1 : inputChannels
    var output = Output()
    for row in 0..<((height + stride - 1) / stride) {
      for column in 0..<((width + stride - 1) / stride) {
        for channel in 0..<outputChannels {
          var (sum, magnitude) = (Double(bias[channel]), abs(Double(bias[channel])))
          for kernelRow in 0..<3 {
            for kernelColumn in 0..<3 {
              let y = row * stride + kernelRow - top
              let x = column * stride + kernelColumn - left
              guard y >= 0, y < height, x >= 0, x < width else { continue }
              for seen in 0..<channelsSeen {
                let inputChannel = depthwise ? channel : seen
                let value = Double(input[(y * width + x) * inputChannels + inputChannel])
                let place = (channel * channelsSeen + seen) * 9 + kernelRow * 3 + kernelColumn
                let product = value * Double(weights[place])
                sum += product
                magnitude += abs(product)
              }
            }
          }
          output.append(sum, magnitude: magnitude, terms: 9 * channelsSeen + 1, activated: true)
        }
      }
    }
    return output
  }

  /// A 1x1 convolution over NHWC, also a dense layer; `start` is what the result is added to.
  static func pointwise(
    _ input: [Float], inputChannels: Int, outputChannels: Int, activated: Bool,
    weights: [Float], bias: [Float], start: [Float]? = nil
  ) -> Output {
    var output = Output()
    for pixel in 0..<(input.count / inputChannels) {
      for channel in 0..<outputChannels {
        let first = Double(start?[pixel * outputChannels + channel] ?? 0)
        var sum = Double(bias[channel]) + first
        var magnitude = abs(Double(bias[channel])) + abs(first)
        let pixelInput = input[(pixel * inputChannels)..<((pixel + 1) * inputChannels)]
        let row = weights[(channel * inputChannels)..<((channel + 1) * inputChannels)]
        for (value, weight) in zip(pixelInput, row) {
          let product = Double(value) * Double(weight)
          sum += product
          magnitude += abs(product)
        }
        output.append(sum, magnitude: magnitude, terms: inputChannels + 2, activated: activated)
      }
    }
    return output
  }

  /// The mean over pixels of each channel.
  static func averagePool(_ input: [Float], channels: Int) -> Output {
    let pixelCount = input.count / channels
    var output = Output()
    for channel in 0..<channels {
      let values = (0..<pixelCount).map { Double(input[$0 * channels + channel]) }
      let magnitude = values.reduce(0) { $0 + abs($1) } / Double(pixelCount)
      output.append(
        values.reduce(0, +) / Double(pixelCount), magnitude: magnitude, terms: pixelCount + 1,
        activated: false)
    }
    return output
  }
}

import Foundation

/// A network of one hidden layer that gives a probability: what a score of a dozen features needs.
package struct SmallNetwork: Sendable, Decodable {
  /// Subtracted from the inputs, and multiplied with what is left.
  let means: [Float]
  let scales: [Float]
  /// Hidden units, one after the other: a weight an input, then the bias.
  let hidden: [Float]
  /// A weight a hidden unit, then the bias.
  let output: [Float]

  /// 0...1; as many inputs as `means`.
  func probability(_ inputs: [Float]) -> Float {
    var place = 0
    var sum = output[output.count - 1]
    for unit in 0..<(output.count - 1) {
      var own: Float = 0
      for index in means.indices {
        own += hidden[place] * (inputs[index] - means[index]) * scales[index]
        place += 1
      }
      own += hidden[place]
      place += 1
      sum += output[unit] * tanh(own)
    }
    return 1 / (1 + exp(-sum))
  }
}

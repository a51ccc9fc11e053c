import Engine
import Foundation
import Review

/// The numbers of a head in training, on standardised features: one dense layer, or a hidden one with ReLU
/// before it.
package struct DenseHead {
  package let featureCount: Int
  package let hiddenCount: Int?
  package let classCount: Int
  /// Hidden weights [hidden][feature] and biases, if there is a hidden layer, then output weights [class][input]
  /// and biases.
  package var values: [Float]

  package var inputCount: Int { hiddenCount ?? featureCount }

  package var hiddenWeights: Range<Int> { 0..<(hiddenCount ?? 0) * featureCount }
  package var hiddenBias: Range<Int> {
    hiddenWeights.upperBound..<hiddenWeights.upperBound + (hiddenCount ?? 0)
  }
  package var outputWeights: Range<Int> {
    hiddenBias.upperBound..<hiddenBias.upperBound + classCount * inputCount
  }
  package var outputBias: Range<Int> {
    outputWeights.upperBound..<outputWeights.upperBound + classCount
  }

  /// A head to begin with: of one layer all zeros, which favours no class; with a hidden layer random weights
  /// of the size that He et al. (ICCV 2015) give for ReLU.
  package init(featureCount: Int, hiddenCount: Int?, classCount: Int, seed: UInt64) {
    self.featureCount = featureCount
    self.hiddenCount = hiddenCount
    self.classCount = classCount
    values = []
    values = [Float](repeating: 0, count: outputBias.upperBound)
    guard hiddenCount != nil else { return }
    var source = SplitMix64(seed: seed)
    for (range, fanIn) in [(hiddenWeights, featureCount), (outputWeights, inputCount)] {
      let reach = (6 / Float(fanIn)).squareRoot()
      for index in range { values[index] = reach * (2 * source.unitFloat() - 1) }
    }
  }

  /// A head of one layer as it is in use, on standardised features.
  init(_ layer: Head.Layer, _ standardisation: Standardisation) {
    self.init(
      featureCount: layer.inputCount, hiddenCount: nil, classCount: layer.outputCount, seed: 0)
    for output in 0..<classCount {
      var bias = Double(layer.bias[output])
      for feature in 0..<featureCount {
        let weight = layer.weights[output * featureCount + feature]
        values[output * featureCount + feature] = weight * standardisation.deviations[feature]
        bias += Double(weight) * Double(standardisation.means[feature])
      }
      values[outputBias.lowerBound + output] = Float(bias)
    }
  }

  /// The head for use, on features as they are.
  func head(_ standardisation: Standardisation) -> Head {
    let first = hiddenCount == nil ? (outputWeights, outputBias) : (hiddenWeights, hiddenBias)
    var weights = Array(values[first.0])
    var bias = Array(values[first.1])
    for output in bias.indices {
      var shift = 0.0
      for feature in 0..<featureCount {
        let place = output * featureCount + feature
        weights[place] /= standardisation.deviations[feature]
        shift += Double(weights[place]) * Double(standardisation.means[feature])
      }
      bias[output] = Float(Double(bias[output]) - shift)
    }
    let layer = Head.Layer(weights: weights, bias: bias)
    guard hiddenCount != nil else { return Head(hidden: nil, output: layer) }
    return Head(
      hidden: layer,
      output: Head.Layer(weights: Array(values[outputWeights]), bias: Array(values[outputBias])))
  }
}

extension SplitMix64 {
  /// Evenly spread over 0..<1.
  mutating func unitFloat() -> Float { Float(next() >> 40) / Float(1 << 24) }
}

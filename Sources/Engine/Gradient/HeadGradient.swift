/// How each logit answers to the features that the head takes. Shared by any number of threads.
///
/// Of a head of one layer the gradient of a logit is that class's row of weights, whatever the features
/// are. A hidden layer's outputs that its ReLU has cut to 0 pass nothing on, so there it depends on the run.
struct HeadGradient: Sendable {
  /// [class][feature], or [class][hidden output]
  private let weights: PackedFloats
  /// [hidden output][feature]
  private let hiddenWeights: PackedFloats?
  private let inputCount: Int

  init(_ weights: WeightsFile) {
    inputCount = weights.hiddenCount ?? Network.featureCount
    self.weights = weights.withTensor("head.weight") { PackedFloats($0) }
    hiddenWeights = weights.hiddenCount.map { _ in
      weights.withTensor("hidden.weight") { PackedFloats($0) }
    }
    precondition(self.weights.count == weights.classCount * inputCount)
  }

  /// Lends the derivative of logit `classIndex` by each of the features.
  ///
  /// - Parameter hidden: the hidden layer's output of the run in question; nil where there is no such layer.
  func withGradient<Result>(
    of classIndex: Int, hidden: UnsafePointer<Float>?, _ body: (UnsafePointer<Float>) -> Result
  ) -> Result {
    let row = weights.start + classIndex * inputCount
    guard let hiddenWeights, let hidden else { return body(row) }
    let gradient = FloatBuffer(count: Network.featureCount)
    for output in 0..<inputCount where hidden[output] > 0 {
      let share = Lanes(repeating: row[output])
      let from = hiddenWeights.start + output * Network.featureCount
      for feature in stride(from: 0, to: Network.featureCount, by: laneCount) {
        store(
          lanes(gradient.start, feature) + share * lanes(from, feature), gradient.start, feature)
      }
    }
    return body(gradient.start)
  }
}

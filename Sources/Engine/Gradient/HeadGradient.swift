/// How each logit answers to the features that the head takes.
///
/// The head is one dense layer, so the gradient of a logit is that class's row of weights, whatever the
/// features are. Shared by any number of threads.
struct HeadGradient: Sendable {
  /// [class][feature]
  private let weights: PackedFloats
  private let featureCount: Int

  init(_ weights: WeightsFile) {
    featureCount = Network.featureCount
    self.weights = weights.withTensor("head.weight") { PackedFloats($0) }
    precondition(self.weights.count == weights.classCount * featureCount)
  }

  /// The derivative of logit `classIndex` by each of the features.
  func of(classIndex: Int) -> UnsafePointer<Float> { weights.start + classIndex * featureCount }
}

/// The probability that a small stained part is a platelet.
enum PlateletScore {
  /// From this probability on, a part is a platelet.
  static let threshold: Float = 0.5

  /// From the features of `PlateletFinder`, in their order.
  static func probability(_ features: [Float]) -> Float {
    PlateletWeights.network.probability(features)
  }
}

import Foundation

/// The probability that a small stained part is a platelet.
enum PlateletScore {
  /// From the features of `PlateletFinder`, in their order.
  static func probability(_ features: [Float]) -> Float {
    let isPlatelet =
      features[0] > log(0.02) && features[0] < log(0.35) && features[1] - features[4] > 0.5
      && features[7] < 0.2
    return isPlatelet ? 1 : 0
  }
}

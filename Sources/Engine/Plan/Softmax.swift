import Glibc

/// The probabilities that logits stand for: exp(logit / temperature), made to add up to 1.
///
/// - Parameters:
///   - logits: one number for each class.
///   - temperature: above 0; 1 leaves the logits as they are, more makes the answer less sure.
///     Source: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
/// - Returns: one probability for each class; none when there is no logit.
public func softmax(_ logits: [Float], temperature: Double = 1) -> [Double] {
  precondition(temperature > 0)
  guard let greatest = logits.max() else { return [] }
  // Without the greatest taken away first, exp of a large logit would be infinite.
  let powers = logits.map { exp((Double($0) - Double(greatest)) / temperature) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

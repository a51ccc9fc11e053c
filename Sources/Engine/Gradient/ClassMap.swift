/// Where in the picture the network saw what speaks for one class: Grad-CAM.
///
/// Source: Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based
/// Localization", ICCV 2017, equations 1 and 2, at the last convolution.
public struct ClassMap: Equatable, Sendable {
  /// Rows, and also columns, of the map: it covers the whole crop evenly.
  public static let side = Network.last.outputSide

  /// The weighted sum of the activations, `side` x `side` numbers row by row: positive where the place
  /// speaks for the class, negative where against it. All together they are the logit less its bias; with
  /// a hidden layer, less what the biases of that layer's outputs above 0 bring as well.
  public let evidence: [Float]

  /// The map itself: what speaks for the class, and 0 where nothing does.
  ///
  /// A number that is none stays one, so that it is seen.
  public var heat: [Float] { evidence.map { $0 < 0 ? 0 : $0 } }

  /// - Parameter evidence: `side` x `side` numbers.
  public init(evidence: [Float]) {
    precondition(evidence.count == Self.side * Self.side)
    self.evidence = evidence
  }

  /// The map of a class, of which `gradient` has the derivative of the logit by each pooled feature.
  init(_ activations: LastActivations, gradient: UnsafePointer<Float>) {
    // The pool is a mean, so each of a channel's pixels has an equal part of its feature's gradient; their
    // mean, which weighs the channel, is that part.
    let share = 1 / Float(LastActivations.pixelCount)
    evidence = activations.weightedSum(gradient).map { $0 * share }
  }
}

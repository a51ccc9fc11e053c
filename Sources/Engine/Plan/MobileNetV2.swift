/// The plan of the network: weights packed once for one instruction set, shared by any number of threads.
///
/// The weights are copied, so the `WeightsFile` need not outlive the plan.
public final class MobileNetV2: Sendable {
  /// Number of logits.
  public let classCount: Int
  /// Number of outputs of the head's hidden layer; nil of a head of one layer.
  public let hiddenCount: Int?
  /// The instructions it is computed with.
  public let path: KernelPath

  enum Plan: Sendable {
    case blocked(BlockedPlan)
    case portable(PortablePlan)
  }

  let plan: Plan
  let headGradient: HeadGradient

  /// Packs the weights of a file that was checked when it was opened.
  ///
  /// - Parameter path: a path that this machine supports.
  public init(_ weights: WeightsFile, path: KernelPath = .best) {
    precondition(path.isSupported, "this machine has no \(path.rawValue)")
    classCount = weights.classCount
    hiddenCount = weights.hiddenCount
    self.path = path
    headGradient = HeadGradient(weights)
    if let kernels = Kernels(path) {
      plan = .blocked(BlockedPlan(weights, kernels: kernels))
    } else {
      plan = .portable(PortablePlan(weights))
    }
  }

  /// The buffers for one thread's runs.
  ///
  /// - Parameter threads: threads that share each run. Several give an answer sooner; for many crops it is
  ///   quicker to make several inferences of one thread each. The portable path always takes one.
  public func makeInference(threads: Int = 1) -> Inference { Inference(self, threads: threads) }
}

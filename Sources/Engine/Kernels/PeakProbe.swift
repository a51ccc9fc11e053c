/// How many multiply-adds a core makes at most: the floor of every figure of speed.
public enum PeakProbe {
  /// Multiply-adds a second of one core, fp32, with the path's registers; nil for the portable path, whose
  /// instructions OpenBLAS chooses. The best of several short trials.
  public static func multiplyAddsPerSecond(path: KernelPath) -> Double? {
    guard let kernels = Kernels(path) else { return nil }
    let clock = ContinuousClock()
    var best = 0.0
    for _ in 0..<5 {
      var multiplyAdds = 0
      let duration = clock.measure { multiplyAdds = kernels.multiplyAdds(rounds: 100_000) }
      best = max(best, Double(multiplyAdds) / (duration / .seconds(1)))
    }
    return best
  }
}

/// How long repeated runs took, one duration for each run.
///
/// It stands in the engine, not in a program, because two programs print it (`hematovision bench` and
/// `hematovision-bench`) and must not measure differently.
public struct LatencyMeasurement: Hashable, Sendable {
  /// Milliseconds of each run, ascending; never empty.
  public let sortedMilliseconds: [Double]

  /// Orders the durations of at least one run.
  public init(milliseconds: [Double]) {
    precondition(!milliseconds.isEmpty)
    sortedMilliseconds = milliseconds.sorted()
  }

  /// Times `body` run by run by the monotonic clock.
  ///
  /// - Parameters:
  ///   - warmUpRuns: runs before the first that counts: they fault in pages and fill caches.
  ///   - runs: runs that count, at least one.
  public static func measure(warmUpRuns: Int, runs: Int, _ body: () -> Void) -> LatencyMeasurement {
    precondition(warmUpRuns >= 0 && runs > 0)
    for _ in 0..<warmUpRuns { body() }
    let clock = ContinuousClock()
    var milliseconds = [Double](repeating: 0, count: runs)
    for run in 0..<runs { milliseconds[run] = clock.measure(body) / .milliseconds(1) }
    return LatencyMeasurement(milliseconds: milliseconds)
  }

  /// Number of runs that were timed.
  public var runs: Int { sortedMilliseconds.count }
  /// The quickest run.
  public var minimum: Double { sortedMilliseconds[0] }
  /// The middle run; of an even number the mean of the middle two.
  public var median: Double {
    let middle = runs / 2
    return runs % 2 == 1
      ? sortedMilliseconds[middle]
      : (sortedMilliseconds[middle - 1] + sortedMilliseconds[middle]) / 2
  }
  /// Nine runs of ten took no longer, counted as `bench_peers.py` counts.
  public var ninetiethPercentile: Double { sortedMilliseconds[min(runs - 1, runs * 9 / 10)] }

  /// Gigaflops at the median, two for each of `multiplyAdds`.
  public func gigaflops(multiplyAdds: Int) -> Double {
    2 * Double(multiplyAdds) / median / 1e6
  }
}

import ArgumentParser
import Engine
import Foundation

/// `latency`: how long one crop takes, by each path and number of threads, in turns.
struct LatencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "latency",
    abstract: "Time of one run of the network, for each path and number of threads.",
    discussion: """
      The paths take turns, so that drift of the machine hits all alike; each turn also measures the \
      peak, which is multiply-adds on registers and nothing else. The floor is what the network would \
      take at that peak.
      """)

  @OptionGroup var options: WeightsOptions
  @Option(
    help: "avx512, avx2, portable or all (default: all, or what HEMATOVISION_KERNELS forces).")
  var kernels: String?
  @Option(help: "Numbers of threads that share a run, such as 1,2.") var threads = "1,2"
  @Option(help: "Runs that are timed.") var runs = 400
  @Option(help: "Runs before the first that is timed.") var warmUp = 20
  @Option(help: "Turns that the runs are divided into.") var rounds = 8
  @Flag(
    help: """
      Each operator by itself, on whole tensors: the network fuses them, and is faster. Where zeros are \
      passed over, two thirds of the input are; they count as work done.
      """)
  var layers = false
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard runs > 0, warmUp >= 0, rounds > 0 else {
      throw ValidationError("--runs and --rounds take 1 or more.")
    }
    _ = try threadCounts()
  }

  func run() throws {
    if layers {
      try LayerTable(paths: try paths(), runs: runs).printOut(asJSON: json)
    } else {
      let weights = try openWeights(at: options.weights)
      let trials = try paths().flatMap { path in
        let network = MobileNetV2(weights, path: path)
        return try threadCounts().filter { path != .portable || $0 == 1 }.map {
          LatencyTrial(network: network, threads: $0)
        }
      }
      let perRound = max(1, runs / rounds)
      for trial in trials { trial.warmUp(runs: warmUp) }
      for _ in 0..<rounds { for trial in trials { trial.measure(runs: perRound) } }
      try LatencyTable(trials.map(\.report)).printOut(asJSON: json)
    }
  }

  private func paths() throws -> [KernelPath] {
    let forced = ProcessInfo.processInfo.environment[KernelPath.environmentKey]
    if kernels == "all" || (kernels == nil && forced == nil) { return KernelPath.supported }
    return [try kernelPath(named: kernels)]
  }

  private func threadCounts() throws -> [Int] {
    let counts = threads.split(separator: ",").map { Int($0) ?? 0 }
    guard !counts.isEmpty, counts.allSatisfy({ (1...64).contains($0) }) else {
      throw ValidationError("--threads takes numbers from 1 to 64 with commas between.")
    }
    return counts
  }
}

/// One row of the table while it is measured.
private final class LatencyTrial {
  private let inference: Inference
  private let logits: UnsafeMutableBufferPointer<Float>
  private let crop = meaninglessCrop()
  private var milliseconds: [Double] = []
  private var peaks: [Double] = []

  init(network: MobileNetV2, threads: Int) {
    inference = network.makeInference(threads: threads)
    logits = .allocate(capacity: network.classCount)
  }

  deinit { logits.deallocate() }

  func warmUp(runs: Int) { for _ in 0..<runs { run() } }

  func measure(runs: Int) {
    if let peak = PeakProbe.multiplyAddsPerSecond(path: inference.network.path) {
      peaks.append(peak)
    }
    milliseconds += LatencyMeasurement.measure(warmUpRuns: 3, runs: runs, run).sortedMilliseconds
  }

  var report: LatencyReport {
    let network = inference.network
    let multiplyAdds = Network.multiplyAdds(classCount: network.classCount)
    return LatencyReport(
      LatencyMeasurement(milliseconds: milliseconds), path: network.path,
      threads: inference.threads, multiplyAdds: multiplyAdds, peak: peaks.max())
  }

  private func run() { crop.withUnsafeBufferPointer { inference.run($0, logits: logits) } }
}

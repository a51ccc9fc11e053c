import ArgumentParser
import Engine
import Foundation
import Synchronization

/// `latency`: how long one crop takes, and how many crops a second several threads answer.
struct LatencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "latency",
    abstract: "Time of one run; with --threads N, of N runs at once, each on a thread of its own.")

  @OptionGroup var options: WeightsOptions
  @Option(help: "Threads, each with an inference of its own.") var threads = 1
  @Option(help: "Runs that are timed, on each thread.") var runs = 200
  @Option(help: "Runs before the first that is timed.") var warmUp = 20
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (1...256).contains(threads) else { throw ValidationError("--threads takes 1 to 256.") }
    guard runs > 0, warmUp >= 0 else { throw ValidationError("--runs takes 1 or more.") }
  }

  func run() throws {
    let network = try loadNetwork(at: options.weights)
    let crop = meaninglessCrop()
    let collected = Mutex<[Double]>([])
    let (threads, runs, warmUp) = (threads, runs, warmUp)
    let wall = ContinuousClock().measure {
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        let inference = network.makeInference()
        let logits = UnsafeMutableBufferPointer<Float>.allocate(capacity: network.classCount)
        defer { logits.deallocate() }
        let measurement = crop.withUnsafeBufferPointer { crop in
          LatencyMeasurement.measure(warmUpRuns: warmUp, runs: runs) {
            inference.run(crop, logits: logits)
          }
        }
        collected.withLock { $0 += measurement.sortedMilliseconds }
      }
    }
    let measurement = LatencyMeasurement(milliseconds: collected.withLock { $0 })
    let multiplyAdds = Network.multiplyAdds(classCount: network.classCount)
    let report = LatencyReport(
      threads: threads, runs: measurement.runs, medianMilliseconds: measurement.median,
      minimumMilliseconds: measurement.minimum,
      ninetiethPercentileMilliseconds: measurement.ninetiethPercentile,
      gigaflopsPerThread: measurement.gigaflops(multiplyAdds: multiplyAdds),
      cropsPerSecond: Double(threads * (runs + warmUp)) / (wall / .seconds(1)),
      multiplyAdds: multiplyAdds, blas: EngineInfo.current.blasConfiguration,
      kernels: EngineInfo.current.kernels)
    try report.printOut(asJSON: json)
  }
}

/// What `latency` prints.
private struct LatencyReport: Encodable {
  let threads: Int
  let runs: Int
  let medianMilliseconds: Double
  let minimumMilliseconds: Double
  let ninetiethPercentileMilliseconds: Double
  /// At the median.
  let gigaflopsPerThread: Double
  /// Of all threads together, warm-up and the making of buffers included.
  let cropsPerSecond: Double
  let multiplyAdds: Int
  let blas: String
  let kernels: String

  private enum CodingKeys: String, CodingKey {
    case threads, runs
    case medianMilliseconds = "median_ms"
    case minimumMilliseconds = "min_ms"
    case ninetiethPercentileMilliseconds = "p90_ms"
    case gigaflopsPerThread = "gflops_per_thread"
    case cropsPerSecond = "crops_per_second"
    case multiplyAdds = "multiply_adds"
    case blas, kernels
  }

  func printOut(asJSON: Bool) throws {
    if asJSON {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(self), as: UTF8.self))
      return
    }
    print("blas       \(blas)")
    print("kernels    \(kernels)")
    print("threads    \(threads), \(runs) runs in all")
    print("median     \(decimals(medianMilliseconds, 3)) ms")
    print("minimum    \(decimals(minimumMilliseconds, 3)) ms")
    print("p90        \(decimals(ninetiethPercentileMilliseconds, 3)) ms")
    print("GFLOP/s    \(decimals(gigaflopsPerThread, 1)) a thread")
    print("crops/s    \(decimals(cropsPerSecond, 1))")
  }
}

/// `value` with a fixed number of decimals, padded on the left to `width`.
func decimals(_ value: Double, _ places: Int, width: Int = 0) -> String {
  let text = String(format: "%.\(places)f", value)
  return String(repeating: " ", count: max(0, width - text.count)) + text
}

import Analysis
import ArgumentParser
import Engine
import Foundation
import Review
import Settings

/// `hematovision bench`: how fast the shipped model is on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the engine's latency on this machine.")

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(help: "Number of measured runs.")
  var runs = 100

  @Option(help: "Threads that share a run.")
  var threads = 1

  @OptionGroup var model: ModelOption

  func validate() throws {
    guard (1...64).contains(threads) else {
      throw ValidationError("--threads takes a number from 1 to 64")
    }
    guard (1...100_000).contains(runs) else {
      throw ValidationError("--runs takes a number from 1 to 100000")
    }
  }

  func run() throws {
    let path = try Opening.configuration(model: model.path).weightsFile.value
    let weights: WeightsFile
    do { weights = try WeightsFile(path: path) } catch {
      throw Failure(Messages.notice(for: error))
    }
    let kernels = try Opening.kernels()
    let inference = MobileNetV2(weights, path: kernels).makeInference(threads: threads)
    let input = (0..<Network.inputCount).map { Float(($0 * 7919) % 255) / 127.5 - 1 }
    let latency = LatencyMeasurement.measure(warmUpRuns: 10, runs: runs) {
      _ = inference.logits(of: input)
    }
    let multiplyAdds = Network.multiplyAdds(classCount: weights.classCount)
    let floor = PeakProbe.multiplyAddsPerSecond(path: kernels).map {
      Double(multiplyAdds) / $0 / Double(inference.threads) * 1e3
    }
    let result = BenchResult(
      threads: inference.threads, runs: runs, medianMilliseconds: latency.median,
      minimumMilliseconds: latency.minimum, p90Milliseconds: latency.ninetiethPercentile,
      gigaflopsPerSecond: latency.gigaflops(multiplyAdds: multiplyAdds), floorMilliseconds: floor,
      kernels: kernels.rawValue, blas: EngineInfo(path: kernels).blasCore, model: weights.sha256,
      version: Application.version)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      print(String(decoding: try encoder.encode(result), as: UTF8.self))
    } else {
      print(
        "one cell, 224 x 224, threads \(inference.threads), \(runs) runs, kernels \(kernels.rawValue)"
      )
      print(
        String(
          format: "median %.2f ms, least %.2f ms, 90th percentile %.2f ms, %.0f GFLOP/s",
          latency.median, latency.minimum, latency.ninetiethPercentile,
          result.gigaflopsPerSecond))
      if let floor {
        print(
          String(
            format: "floor %.2f ms (what the peak of this processor allows), %.2f times that",
            floor, latency.median / floor))
      }
    }
  }
}

private struct BenchResult: Encodable {
  let threads: Int
  let runs: Int
  let medianMilliseconds: Double
  let minimumMilliseconds: Double
  let p90Milliseconds: Double
  let gigaflopsPerSecond: Double
  let floorMilliseconds: Double?
  let kernels: String
  let blas: String
  let model: String
  let version: String

  private enum CodingKeys: String, CodingKey {
    case threads, runs, kernels, blas, model, version
    case medianMilliseconds = "median_ms"
    case minimumMilliseconds = "min_ms"
    case p90Milliseconds = "p90_ms"
    case gigaflopsPerSecond = "gflops"
    case floorMilliseconds = "floor_ms"
  }
}

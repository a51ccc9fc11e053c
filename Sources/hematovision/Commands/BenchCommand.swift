import Analysis
import ArgumentParser
import Engine
import Foundation
import Review

/// `hematovision bench`: how fast the shipped model is on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the engine's latency on this machine.")

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(help: "Number of measured runs.")
  var runs = 100

  @OptionGroup var model: ModelOption

  func validate() throws {
    guard (1...100_000).contains(runs) else {
      throw ValidationError("--runs takes a number from 1 to 100000")
    }
  }

  func run() throws {
    let path = Locations.model(flag: model.path).value
    let weights: WeightsFile
    do { weights = try WeightsFile(path: path) } catch {
      throw Failure(Messages.notice(for: error))
    }
    let inference = MobileNetV2(weights).makeInference()
    let input = (0..<Network.inputCount).map { Float(($0 * 7919) % 255) / 127.5 - 1 }
    let latency = LatencyMeasurement.measure(warmUpRuns: 10, runs: runs) {
      _ = inference.logits(of: input)
    }
    let engine = EngineInfo.current
    let result = BenchResult(
      threads: 1, runs: runs, medianMilliseconds: latency.median,
      minimumMilliseconds: latency.minimum, p90Milliseconds: latency.ninetiethPercentile,
      gigaflopsPerSecond: latency.gigaflops(
        multiplyAdds: Network.multiplyAdds(classCount: weights.classCount)),
      kernels: engine.kernels, blas: engine.blasCore, model: weights.sha256,
      version: Application.version)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      print(String(decoding: try encoder.encode(result), as: UTF8.self))
    } else {
      print("one image, 224 x 224, 1 thread, \(runs) runs, kernels \(engine.kernels)")
      print(
        String(
          format: "median %.2f ms, least %.2f ms, 90th percentile %.2f ms, %.0f GFLOP/s",
          latency.median, latency.minimum, latency.ninetiethPercentile,
          result.gigaflopsPerSecond))
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
  }
}

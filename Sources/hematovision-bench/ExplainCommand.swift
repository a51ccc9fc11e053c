import ArgumentParser
import Engine
import Foundation

/// `explain`: what Grad-CAM of every class costs beside a plain run, in turns.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Time of a run with Grad-CAM of every class, over that of a plain run.",
    discussion: "Plain and explained runs take turns, so that drift of the machine hits both alike."
  )

  @OptionGroup var options: WeightsOptions
  @Option(help: "Pairs of runs that are timed.") var runs = 400

  func validate() throws {
    guard runs > 0 else { throw ValidationError("--runs takes 1 or more.") }
  }

  func run() throws {
    let weights = try openWeights(at: options.weights)
    print("\(runs) pairs, milliseconds   plain         explained     ratio")
    print("kernels  threads    median  least  median  least  median  least")
    for path in KernelPath.supported {
      let network = MobileNetV2(weights, path: path)
      for threads in path == .portable ? [1] : [1, 2] {
        let (plain, explained) = measure(network.makeInference(threads: threads))
        let name = path.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        print(
          String(
            format: "%@ %7d %9.3f %6.3f %7.3f %6.3f %7.3f %6.3f", name, threads, plain.median,
            plain.minimum, explained.median, explained.minimum, explained.median / plain.median,
            explained.minimum / plain.minimum))
      }
    }
  }

  private func measure(
    _ inference: Inference
  ) -> (plain: LatencyMeasurement, explained: LatencyMeasurement) {
    let crop = meaninglessCrop()
    let logits = UnsafeMutableBufferPointer<Float>.allocate(capacity: inference.network.classCount)
    defer { logits.deallocate() }
    func plain() { crop.withUnsafeBufferPointer { inference.run($0, logits: logits) } }
    func explained() {
      crop.withUnsafeBufferPointer { inference.runKeepingActivations($0, logits: logits) }
      for place in logits.indices { _ = inference.classMap(of: place) }
    }
    var times = (plain: [Double](), explained: [Double]())
    for _ in 0..<runs {
      let warmUp = times.plain.isEmpty ? 20 : 0
      times.plain.append(
        LatencyMeasurement.measure(warmUpRuns: warmUp, runs: 1, plain).median)
      times.explained.append(
        LatencyMeasurement.measure(warmUpRuns: warmUp, runs: 1, explained).median)
    }
    return (
      LatencyMeasurement(milliseconds: times.plain),
      LatencyMeasurement(milliseconds: times.explained)
    )
  }
}

import ArgumentParser
import Engine

/// `layers`: every operator by itself, on a whole tensor, with meaningless weights.
struct LayersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layers",
    abstract: "Time of each operator by itself. The network runs some of them in strips, faster.")

  @Option(help: "Runs of each operator that are timed.") var runs = 100
  @Option(help: "Outputs of the head.") var classes = 8

  func validate() throws {
    guard runs > 0 else { throw ValidationError("--runs takes 1 or more.") }
    guard classes > 1 else { throw ValidationError("--classes takes 2 or more.") }
  }

  func run() throws {
    let layers = Network.layers(classCount: classes)
    print("operator               in  channels       stride   MMAC  median ms   min ms  GFLOP/s")
    var sum = 0.0
    for layer in layers {
      let measurement = LayerTrial(layer).measure(runs: runs)
      sum += measurement.median
      print(
        left(layer.name, 20), right("\(layer.inputSide)", 4),
        right("\(layer.inputChannels)>\(layer.outputChannels)", 10),
        right("\(layer.stride)", 10), decimals(Double(layer.multiplyAdds) / 1e6, 2, width: 8),
        decimals(measurement.median, 4, width: 10), decimals(measurement.minimum, 4, width: 8),
        decimals(measurement.gigaflops(multiplyAdds: layer.multiplyAdds), 1, width: 8))
    }
    let multiplyAdds = Network.multiplyAdds(classCount: classes)
    print("sum of medians \(decimals(sum, 3)) ms for \(multiplyAdds) multiply-adds")
  }
}

private func left(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

private func right(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

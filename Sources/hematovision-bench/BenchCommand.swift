import ArgumentParser
import Engine

/// The root of `hematovision-bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hematovision-bench",
    abstract: "Measures the engine. Figures for people and peers; no tests.",
    subcommands: [
      LatencyCommand.self, LayersCommand.self, WorkerCommand.self, NucleiCommand.self,
    ])
}

/// Options that say which weights to run.
struct WeightsOptions: ParsableArguments {
  @Option(help: "Weights file.")
  var weights = "Weights/mobilenetv2-8.safetensors"
}

/// Opens the weights at `path` and packs them.
func loadNetwork(at path: String) throws -> MobileNetV2 {
  do {
    return MobileNetV2(try WeightsFile(path: path))
  } catch {
    throw ValidationError("\(path) cannot be used: \(error)")
  }
}

/// An input with no meaning: the numbers of a crop, -1...1, always the same.
func meaninglessCrop() -> [Float] {
  var state: UInt32 = 1
  return (0..<Network.inputCount).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return Float(state >> 24) / 127.5 - 1
  }
}

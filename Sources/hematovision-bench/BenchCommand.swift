import ArgumentParser
import Engine
import Foundation

/// The root of `hematovision-bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hematovision-bench",
    abstract: "Measures the engine and the statistics. Figures for people and peers; no tests.",
    subcommands: [
      LatencyCommand.self, WorkerCommand.self, NucleiCommand.self, PartsCommand.self,
      RedCellsCommand.self, DrawnCellsCommand.self, DrawnRedCellsCommand.self, KappaCommand.self,
      DriftCommand.self, CellsCommand.self, FieldCommand.self,
      FingerprintsCommand.self,
      TwinsCommand.self, ExplainCommand.self, FeaturesCommand.self,
    ],
    defaultSubcommand: LatencyCommand.self)
}

/// Options that say which weights to run.
struct WeightsOptions: ParsableArguments {
  @Option(help: "Weights file.")
  var weights = "Weights/mobilenetv2-8.safetensors"
}

/// Opens the weights at `path`.
func openWeights(at path: String) throws -> WeightsFile {
  do {
    return try WeightsFile(path: path)
  } catch {
    throw ValidationError("\(path) cannot be used: \(error)")
  }
}

/// The path called `name`, or the one that the environment forces, or the best.
func kernelPath(named name: String?) throws -> KernelPath {
  let forced = ProcessInfo.processInfo.environment[KernelPath.environmentKey]
  do {
    return try KernelPath(named: name ?? forced)
  } catch .unknown(let name) {
    let known = KernelPath.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("there are no kernels \(name); there are \(known)")
  } catch .unsupported(let path) {
    throw ValidationError("this machine has no \(path.rawValue)")
  }
}

/// An input with no meaning: the numbers of a crop, -1...1, always the same.
func meaninglessCrop() -> [Float] {
  meaninglessLevels(count: Network.inputCount).map { Float($0) / 127.5 - 1 }
}

/// `count` numbers of 0...255 without a pattern, always the same.
func meaninglessLevels(count: Int) -> [UInt32] {
  var state: UInt32 = 1
  return (0..<count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return state >> 24
  }
}

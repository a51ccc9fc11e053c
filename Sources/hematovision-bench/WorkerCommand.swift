import ArgumentParser
import Engine
import Foundation

/// `worker`: the protocol of a peer bench that times several engines in turns.
///
/// Prints `{"version": ..., "y": [[logits], ...]}` once warm, then answers every line `N` on its
/// standard input by running N times and printing the N durations in seconds as a JSON list. What
/// cannot be done is answered by `{"error": ...}`, as the protocol has it.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Speaks a peer bench's protocol on standard input and output.")

  @Option(help: "Weights file; without it MODEL must be one.") var weights: String?
  @Option(help: "Runs before the ready line.") var warmUp = 20
  @Argument(help: "The model that the peers run.") var model: String
  @Argument(help: "Directory with x.f32: [batch][3][224][224], little-endian fp32.") var work:
    String
  @Argument(help: "Threads: they share the batch, or each input when there are more threads.")
  var threads: Int
  @Argument(help: "Inputs answered by one run.") var batch: Int

  func run() throws {
    do {
      let path = try kernelPath(named: nil)
      let network = MobileNetV2(try openWeights(at: weights ?? model), path: path)
      let crops = try readCrops()
      guard (1...256).contains(threads) else { throw ValidationError("THREADS is 1 to 256.") }
      answer(BatchRunner(network: network, crops: crops, threads: threads))
    } catch {
      say(#"{"error": \#(quoted("\(error)"))}"#)
    }
  }

  private func answer(_ runner: BatchRunner) {
    for _ in 0..<warmUp { runner.run() }
    let logits = runner.logits.map { "[" + $0.map { "\($0)" }.joined(separator: ", ") + "]" }
    let version = "hematovision, \(EngineInfo(path: runner.path).summary)"
    say(#"{"version": \#(quoted(version)), "y": [\#(logits.joined(separator: ", "))]}"#)
    while let line = readLine() {
      guard let runs = Int(line.trimmingCharacters(in: .whitespaces)), runs > 0 else { return }
      // Three runs wake the caches after the pause, as the other engines' workers have it.
      for _ in 0..<3 { runner.run() }
      let clock = ContinuousClock()
      let seconds = (0..<runs).map { _ in clock.measure { runner.run() } / .seconds(1) }
      say("[" + seconds.map { "\($0)" }.joined(separator: ", ") + "]")
    }
  }

  /// The inputs, turned from planes into interleaved RGB.
  private func readCrops() throws -> [[Float]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: work).appendingPathComponent("x.f32"))
    guard batch > 0, data.count == batch * Network.inputCount * MemoryLayout<Float>.stride else {
      throw ValidationError("x.f32 has \(data.count) bytes, not \(batch) inputs of 224x224x3.")
    }
    let planeCount = Network.inputSide * Network.inputSide
    return data.withUnsafeBytes { bytes in
      (0..<batch).map { item in
        (0..<Network.inputCount).map { place in
          let (pixel, channel) = place.quotientAndRemainder(dividingBy: Network.inputChannels)
          let index = item * Network.inputCount + channel * planeCount + pixel
          let word = bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
          return Float(bitPattern: UInt32(littleEndian: word))
        }
      }
    }
  }

  private func quoted(_ text: String) -> String {
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  private func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }
}

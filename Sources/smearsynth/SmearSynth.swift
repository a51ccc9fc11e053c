import ArgumentParser
import Foundation
import Synthesis

/// Draws synthetic smear fields with their exact truth into a directory.
struct SmearSynth: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smearsynth",
    abstract: "Draw synthetic blood-smear fields whose cells are known exactly.",
    discussion: """
      Writes field-001.jpg and so on (JPEG and PNG), manifest.csv with the classes, boxes.csv with \
      the white cells and truth.jsonl with everything drawn. The same seed and count give the same \
      files.
      """)

  @Option(name: .long, help: "Directory to write into; made when it is missing.")
  var output: String

  @Option(name: .long, help: "Number of fields.")
  var count = 36

  @Option(name: .long, help: "Number that decides everything drawn.")
  var seed: UInt64 = 2026

  @Flag(name: .long, help: "Replace files that exist already.")
  var force = false

  func validate() throws {
    guard (1...100_000).contains(count) else {
      throw ValidationError("--count is \(count); choose 1 to 100000.")
    }
  }

  func run() throws {
    let samples = SampleSet.samples(count: count, seed: seed)
    let writer = SampleWriter(directory: URL(fileURLWithPath: output))
    do {
      try writer.prepare(for: samples, replacing: force)
      try writer.write(samples, progress: Self.showProgress)
    } catch {
      throw Failure(description: error.sentence)
    }
    print("\(count) fields, manifest.csv, boxes.csv and truth.jsonl written to \(output).")
  }

  /// A line that renews itself, when somebody watches.
  private static func showProgress(done: Int, of count: Int) {
    guard isatty(FileHandle.standardError.fileDescriptor) == 1 else { return }
    let end = done == count ? "\n" : ""
    FileHandle.standardError.write(Data("\rdrawing field \(done) of \(count)\(end)".utf8))
  }

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }
}

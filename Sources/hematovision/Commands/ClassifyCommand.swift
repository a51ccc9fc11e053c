import Analysis
import ArgumentParser
import CAllocation
import Directories
import Foundation
import Review
import Store

/// `hematovision classify`: finds and classifies cells without a screen.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Find and classify the white cells of images, without a screen.",
    discussion: """
      Exit status: 0 all images done, 1 some failed (the others are done), 2 usage, 3 cannot work.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, jsonl, csv }

  @Argument(help: "Image files, or directories of them.", completion: .file())
  var paths: [String]

  @Option(help: "How to print: table, jsonl or csv.")
  var format: Format = .table

  @Option(help: "Write to this file instead of the standard output.")
  var output: String?

  @Flag(help: "Replace the output file when it exists.")
  var force = false

  @OptionGroup var jobs: JobsOption

  @OptionGroup var model: ModelOption

  func run() throws {
    let images = try paths.flatMap { try ImageArgument.images(at: $0) }
    if images.count == 1 { hv_share_one_heap() }
    let first = images.first.map { path in Started { LocatedImage(path) } }
    let model = try Opening.model(Opening.configuration(model: model.path))
    let writer = ClassificationWriter(format: format, classes: model.header.classes)
    let failures: Int
    do {
      if let output {
        var count = 0
        try ExportFile.write(to: output, overwrite: force) { (sink) throws(StoreError) in
          count = try classify(images, first, model, writer, sink)
        }
        failures = count
      } else {
        failures = try classify(
          images, first, model, writer, ExportSink(descriptor: 1, file: "the standard output"))
      }
    } catch {
      throw Failure(Messages.notice(for: error, what: "the output"))
    }
    if failures > 0 { throw ExitCode.someFailed }
  }

  private func classify(
    _ images: [ImagePath], _ first: Started<LocatedImage>?, _ model: Model,
    _ writer: ClassificationWriter, _ sink: ExportSink
  ) throws(StoreError) -> Int {
    var progress = ProgressLine(total: images.count)
    var failures = 0
    try sink.append(Array(writer.header.utf8))
    let classification = OrderedClassification(
      model: model, images: images, first: first, threads: jobs.threads)
    try classification.forEach { (result) throws(StoreError) in
      if case .failed(let notice) = result.outcome {
        failures += 1
        progress.note(notice)
      }
      try sink.append(Array(writer.text(for: result).utf8))
      // Whoever reads a pipe wants each result when it is there.
      if output == nil { try sink.flush() }
      progress.advance()
    }
    try sink.flush()
    progress.finish(failures: failures)
    return failures
  }
}

import Analysis
import ArgumentParser
import Evaluation
import Foundation
import Imaging
import Review
import Settings
import Station
import Store

/// `hematovision measure`: white cells, red cells and platelets of fields in numbers.
struct MeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure the white cells, red cells and platelets of images.",
    discussion: """
      One line an image. With --output, work that was interrupted goes on where it stopped when the same command \
      is given again. Fields that do not suit measurement are measured all the same, and said not to \
      suit. No weights are needed: nothing is classified.

      Exit status: 0 all images done, 1 some failed (the others are done), 2 usage, 3 cannot work.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case jsonl, csv }

  @Argument(help: "Image files, or directories of them.", completion: .file())
  var paths: [String]

  @Option(help: "How to print: jsonl (everything) or csv (a row an image).")
  var format: Format = .jsonl

  @Option(help: "Write to this file instead of the standard output.")
  var output: String?

  @Option(help: "Draw how red cells' diameters are spread into this PNG file.")
  var histogram: String?

  @Flag(help: "Replace the output files when they exist.")
  var force = false

  @OptionGroup var jobs: JobsOption

  @OptionGroup var pixelSize: PixelSizeOption

  func run() throws {
    var configuration = try Opening.configuration()
    configuration.flag(\.pixelSize, pixelSize.micrometres)
    let scale = configuration.pixelSize.value
    let images = try paths.flatMap { try ImageArgument.images(at: $0) }
    // Refused now rather than after an hour's work.
    for file in [output, histogram].compactMap({ $0 })
    where !force && FileManager.default.fileExists(atPath: file) {
      throw Failure(Messages.notice(for: .alreadyExists(file: file), what: "the output"))
    }
    var fields = FieldsTogether(scale: scale)
    let failures: Int
    do {
      if let output {
        failures = try measure(images, to: output, scale: scale, &fields)
      } else {
        failures = try measure(images, scale: scale, &fields)
      }
      if let histogram { try write(fields, to: histogram) }
    } catch let error as StoreError {
      throw Failure(Messages.notice(for: error, what: "the output"))
    }
    StandardError.write(fields.text)
    if failures > 0 { throw ExitCode.someFailed }
  }

  /// To the standard output, each image when it is done.
  private func measure(
    _ images: [ImagePath], scale: Double?, _ fields: inout FieldsTogether
  ) throws(StoreError) -> Int {
    let sink = ExportSink(descriptor: 1, file: "the standard output")
    var progress = ProgressLine(total: images.count)
    var failures = 0
    if format == .csv { try sink.append(Array(csvLine(MeasureTable.header).utf8)) }
    try OrderedWork(count: images.count, threads: jobs.threads) {
      return { measureRecord(of: images[$0], scale: scale) }
    }.forEach { (record) throws(StoreError) in
      failures += note(record, progress)
      fields.take(record)
      try sink.append(text(record))
      try sink.flush()
      progress.advance()
    }
    progress.finish(failures: failures)
    return failures
  }

  /// To a file, which appears under its name when all of it is there.
  private func measure(
    _ images: [ImagePath], to output: String, scale: Double?, _ fields: inout FieldsTogether
  ) throws -> Int {
    let journal = try MeasureJournal(beside: output, scale: scale)
    let known = journal.kept
    if journal.startsOver {
      StandardError.write(
        "\(safeForTerminal(journal.path)) is of another version or scale: starting over\n")
    } else if !known.isEmpty {
      StandardError.write(
        "going on: \(known.count) images in \(safeForTerminal(journal.path)) are kept unless they changed\n"
      )
    }
    var progress = ProgressLine(total: images.count)
    var failures = 0
    var lines: [MeasureJournal.Kept] = []
    try OrderedWork(count: images.count, threads: jobs.threads) {
      return { Self.work(on: images[$0], known, scale: scale) }
    }.forEach { (result) throws(StoreError) in
      switch result {
      case .kept(let line): lines.append(line)
      case .measured(let record):
        failures += note(record, progress)
        lines.append(try journal.append(record))
      }
      progress.advance()
    }
    progress.finish(failures: failures)
    try ExportFile.write(to: output, overwrite: force) { (sink) throws(StoreError) in
      if format == .csv { try sink.append(Array(csvLine(MeasureTable.header).utf8)) }
      for kept in lines {
        let line = try journal.line(kept)
        guard let record = MeasureRecord(line: line) else {
          throw StoreError.missing(file: journal.path)
        }
        fields.take(record)
        try sink.append(format == .csv ? text(record) : line)
      }
    }
    journal.remove()
    return failures
  }

  private enum Work: Sendable {
    case kept(MeasureJournal.Kept)
    case measured(MeasureRecord)
  }

  /// Measures an image unless the very same content was measured before.
  private static func work(
    on image: ImagePath, _ known: [[UInt8]: MeasureJournal.Kept], scale: Double?
  ) -> Work {
    guard let kept = known[image.bytes], let bytes = try? ImageFile.read(path: image.bytes) else {
      return .measured(measureRecord(of: image, scale: scale))
    }
    if sha256(of: bytes) == kept.sha256 { return .kept(kept) }
    return .measured(measureRecord(of: image, bytes, scale: scale))
  }

  /// Says that an image failed; counts it.
  private func note(_ record: MeasureRecord, _ progress: ProgressLine) -> Int {
    guard let error = record.error else { return 0 }
    progress.note("\(record.path): \(error)")
    return 1
  }

  private func text(_ record: MeasureRecord) -> [UInt8] {
    format == .csv ? Array(csvLine(MeasureTable.row(record)).utf8) : record.line()
  }

  private func write(_ fields: FieldsTogether, to file: String) throws {
    guard let picture = fields.picture else {
      StandardError.write(
        Notice(
          what: "\(file) is not written",
          why: "no field that suits measurement has a whole red cell",
          cure: "Measure other fields"))
      return
    }
    let bytes = try ImageEncoder.png(
      picture, remark: "\(researchUseNotice) \(Application.identity), \(now().utcText)")
    try ExportFile.write(to: file, overwrite: force) { (sink) throws(StoreError) in
      try sink.append(bytes)
    }
  }
}

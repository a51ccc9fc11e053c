import Analysis
import ArgumentParser
import Directories
import Foundation
import Review
import Settings
import Station
import Store

/// `hematovision export`: the reviewed cells, or the results of the slides, in a form to hand on.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the reviewed cells, or the slides' results, in a form to hand on.",
    discussion: """
      csv, jsonl: a row for each answered cell. differential: CSV, a row for each class of a slide. \
      fhir: a Bundle of FHIR R4. hl7: messages of HL7 2.5.1 (ORU^R01). report: a page to print (HTML). \
      What nobody signed, and what was changed since, is preliminary in all of them.
      """)

  @Option(help: "csv, jsonl, differential, fhir, hl7 or report.")
  var format: ExportKind = .cells(.csv)

  @Option(help: "File to write (default: the standard output).")
  var output: String?

  @Option(help: "Only answers in this directory and below it.", completion: .directory)
  var directory: String?

  @Flag(
    name: .customLong("private"),
    help: "Name pictures by their content and slides by number; no file or directory names.")
  var isPrivate = false

  @Flag(help: "Replace the output file when it exists.")
  var force = false

  @OptionGroup var log: LogOption
  @OptionGroup var model: ModelOption

  func run() throws {
    let configuration = try Opening.configuration(log: log.path, model: model.path)
    let path = configuration.logFile.value
    let model: [CellClass]
    switch format {
    // Only which classes count in a total is asked of the model; without it that column is empty.
    case .cells: model = (try? Opening.model(configuration))?.header.classes ?? []
    case .results: model = try Opening.model(configuration).header.classes
    }
    let desk = try Opening.desk(model: model)
    do throws(StoreError) {
      guard let output else {
        let log = try Opening.logForReading(path: path)
        _ = try exporter(of: log, desk, configuration).write(format, to: .standardOutput)
        return
      }
      // That something was exported is itself recorded, so the log is opened for writing.
      guard FileManager.default.fileExists(atPath: path) else {
        throw StoreError.missing(file: path)
      }
      let log = try Opening.log(configuration)
      let summary = try exporter(of: log, desk, configuration).write(
        format, to: .file(output, overwrite: force))
      let file = ImagePath(resolving: output)
      try log.appendAlone(.exported(file: file, format: format.name, rows: summary.rows))
      StandardError.write(
        "\(format.counted(summary.rows)) in \(safeForTerminal(output)); log head \(summary.head.sequence) \(summary.head.hash)\n\(researchUseNotice)\n"
      )
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }

  private func exporter(
    of log: ReviewLog, _ desk: Opening.Desk, _ configuration: Configuration
  ) -> Exporter {
    Exporter(
      log: log, classes: desk.classes, rules: desk.counting.rules,
      directory: directory.map { ImagePath(resolving: $0) },
      isPrivate: isPrivate || configuration.privacy.value,
      micrometresPerPixel: configuration.pixelSize.value)
  }
}

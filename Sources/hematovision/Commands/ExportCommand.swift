import Analysis
public import ArgumentParser
import Directories
import Foundation
import Review
import Settings
import Station
public import Store

/// `hematovision export`: the reviewed cells as CSV or JSON Lines.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the reviewed cells of the log as CSV or JSON Lines.")

  @Option(help: "csv or jsonl.")
  var format: ExportFormat = .csv

  @Option(help: "File to write (default: the standard output).")
  var output: String?

  @Option(help: "Only answers in this directory and below it.", completion: .directory)
  var directory: String?

  @Flag(help: "Replace the output file when it exists.")
  var force = false

  @OptionGroup var log: LogOption
  @OptionGroup var model: ModelOption

  func run() throws {
    let configuration = try Opening.configuration(log: log.path, model: model.path)
    let path = configuration.logFile.value
    // Only which classes count in a total is asked of the model; without it that column is empty.
    let model = (try? Opening.model(configuration))?.header.classes ?? []
    let classes = try Opening.desk(model: model).classes
    do throws(StoreError) {
      guard let output else {
        let log = try open(configuration, access: .readOnly)
        _ = try export(of: log, classes).write(format, descriptor: 1)
        return
      }
      // That something was exported is itself recorded, so the log is opened for writing.
      guard FileManager.default.fileExists(atPath: path) else {
        throw StoreError.missing(file: path)
      }
      let log = try open(configuration, access: .readWrite)
      let summary = try export(of: log, classes).write(format, to: output, overwrite: force)
      let file = DirectoryScan.resolved(output) ?? ImagePath(output)
      try log.append([
        LogEntry(
          id: EntryID(session: log.identity.session, number: 1),
          event: .exported(file: file, format: format.rawValue, rows: summary.rows))
      ])
      StandardError.write(
        "\(summary.rows) rows in \(safeForTerminal(output)); log head \(summary.head.sequence) \(summary.head.hash)\n\(researchUseNotice)\n"
      )
    } catch {
      throw Failure(Messages.notice(for: error))
    }
  }

  private func export(of log: ReviewLog, _ classes: [CellClass]) -> ReviewedExport {
    ReviewedExport(
      log: log, classes: classes, notice: researchUseNotice,
      directory: directory.map { DirectoryScan.resolved($0) ?? ImagePath($0) })
  }

  private func open(
    _ configuration: Configuration, access: ReviewLog.Access
  ) throws(StoreError) -> ReviewLog {
    try ReviewLog(
      path: configuration.logFile.value,
      identity: Opening.identity(
        reviewer: configuration.reviewerName.value, session: Here.newSessionID()),
      clock: now, access: access)
  }
}

extension ExportFormat: ExpressibleByArgument {}

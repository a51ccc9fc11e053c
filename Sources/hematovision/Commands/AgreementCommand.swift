public import ArgumentParser
import Directories
public import Evaluation
import Foundation
import Review
import Settings
import Station
import Store

/// `hematovision agreement`: how reviewers, suggestions and second readers agree.
struct AgreementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Print how answers agree with suggestions and with second readers, and any drift.",
    discussion: """
      The log is only read. Suggestions that were seen and those that were withheld stand apart, \
      since people agree more with what they see.

      Exit status: 0, with --fail-on-drift 1 where agreement has fallen; 2 usage, 3 the log cannot \
      be read.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, csv, json }

  @Option(help: "Only pictures in this directory and below it.", completion: .directory)
  var directory: String?

  @Option(help: "Only this reviewer's answers.")
  var reviewer: String?

  @Option(help: "Only answers to the suggestions of the model with this id.")
  var model: String?

  @Option(help: "A line for each reviewer, model, week or month.")
  var by: AgreementGrouping?

  @Option(help: "How to print: text, csv (the shares of overrides) or json (everything).")
  var format: Format = .text

  @Flag(help: "End with 1 when the newest answers of a model or reviewer are called a drift.")
  var failOnDrift = false

  @OptionGroup var log: LogOption

  func run() throws {
    let path = try Opening.configuration(log: log.path).logFile.value
    let root = directory.map { ImagePath(resolving: $0) }
    var collector = AgreementCollector(directory: root, reviewer: reviewer, model: model)
    let head: LogHead
    do throws(StoreError) {
      let log = try Opening.logForReading(path: path)
      head = try log.forEachPicture(below: root) { record in
        if case .secondPlanned(let plan) = record.entry.event {
          collector.take(plan: plan, entry: record.entry.id)
        }
      } _: { records in
        collector.take(records)
      }
    } catch {
      throw Failure(Messages.notice(for: error))
    }
    let report = AgreementReport(
      collector, by: by,
      source: AgreementReport.Source(
        notice: researchUseNotice, application: Application.identity, log: path,
        headSequence: head.sequence, headHash: head.hash, directory: root?.lossyText,
        reviewer: reviewer, model: model))
    let sink = ExportSink(descriptor: 1, file: "the standard output")
    do throws(StoreError) {
      try sink.append(Array(printed(report).utf8))
      try sink.flush()
    } catch {
      throw Failure(
        Notice(
          what: "the figures cannot be printed", why: Messages.notice(for: error).why,
          cure: "Print them elsewhere"))
    }
    if report.drift.isAlarming {
      for sentence in report.drift.sentences {
        StandardError.write("hematovision: \(safeForTerminal(sentence)).\n")
      }
      if failOnDrift { throw ExitCode.someFailed }
    }
  }

  private func printed(_ report: AgreementReport) -> String {
    switch format {
    case .text: linesForTerminal(report.text)
    case .csv: report.rows.map(csvLine).joined()
    case .json: report.json
    }
  }
}

extension AgreementGrouping: ExpressibleByArgument {}

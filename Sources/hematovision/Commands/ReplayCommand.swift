import Analysis
import ArgumentParser
import Directories
import Foundation
import Review
import Settings
import Station
import Store

/// `hematovision replay LOG`: a past review, record by record.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Show a past review step by step: who did what when, and the counts after it.",
    discussion: """
      One line a record: place in the log, time (UTC), reviewer, what was done, and the answers that hold after it. The same \
      log gives the same lines on every run.
      """)

  @Argument(help: "The review log.", completion: .file())
  var file: String

  @Option(help: "Only records of this directory and below it.", completion: .directory)
  var directory: String?

  @Option(help: "Stop after the record with this place in the log.")
  var to: Int64?

  @Option(help: "Only the step with this number, counted from 1, with the differential after it.")
  var step: Int?

  @OptionGroup var model: ModelOption

  func validate() throws {
    if let to, to < 1 { throw ValidationError("--to takes a place in the log, from 1 on") }
    if let step, step < 1 { throw ValidationError("--step takes a number from 1 on") }
    if to != nil, step != nil { throw ValidationError("give --to or --step, not both") }
  }

  func run() throws {
    let configuration = try Opening.configuration(log: file, model: model.path)
    let known = (try? Opening.model(configuration))?.header.classes ?? []
    var replay = Replay(classes: try Opening.desk(model: known).classes)
    let root = directory.map { DirectoryScan.resolved($0) ?? ImagePath($0) }
    var shown = 0
    do throws(StoreError) {
      let log = try ReviewLog(
        path: file,
        identity: Opening.identity(
          reviewer: configuration.reviewerName.value, session: Here.newSessionID()),
        clock: now, access: .readOnly)
      let sink = ExportSink(descriptor: 1, file: "/dev/stdout")
      try sink.append(Array("# \(researchUseNotice)\n".utf8))
      func take(_ record: LogRecord) throws(StoreError) {
        if let to, record.sequence > to { return }
        let taken = replay.take(record)
        shown += 1
        if let step, step != shown { return }
        var text = ReplayText.line(taken, replay, below: root) + "\n"
        if step != nil { text += ReplayText.table(taken, replay) + "\n" }
        try sink.append(Array(text.utf8))
      }
      if let root {
        try log.forEachRecord(inDirectory: root, includingBelow: true, take)
      } else {
        try log.forEachRecord(take)
      }
      try sink.flush()
    } catch {
      throw Failure(Messages.notice(for: error))
    }
    if let step, shown < step {
      throw Failure(
        Notice(
          what: "there is no step \(step)", why: "\(file) has \(shown) of them",
          cure: "Give a smaller number, or none for all"))
    }
  }
}

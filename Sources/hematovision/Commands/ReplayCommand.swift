import Analysis
import ArgumentParser
import Curses
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

  @Flag(help: "On the screen: Space and the arrow keys go forwards and back.")
  var interactive = false

  @OptionGroup var model: ModelOption

  func validate() throws {
    if let to, to < 1 { throw ValidationError("--to takes a place in the log, from 1 on") }
    if let step, step < 1 { throw ValidationError("--step takes a number from 1 on") }
    if to != nil, step != nil { throw ValidationError("give --to or --step, not both") }
    if step != nil, interactive {
      throw ValidationError("--step shows one step alone: leave --interactive out")
    }
  }

  func run() throws {
    let configuration = try Opening.configuration(log: file, model: model.path)
    let known = (try? Opening.model(configuration))?.header.classes ?? []
    let classes = try Opening.desk(model: known).classes
    let root = directory.map { ImagePath(resolving: $0) }
    if interactive {
      try show(configuration, classes, below: root)
    } else {
      try write(classes, below: root)
    }
  }

  private func write(_ classes: [CellClass], below root: ImagePath?) throws {
    var replay = Replay(classes: classes)
    var shown = 0
    do throws(StoreError) {
      let sink = ExportSink(descriptor: 1, file: "/dev/stdout")
      try sink.append(Array("# \(researchUseNotice)\n".utf8))
      try forEachRecord(below: root) { (record) throws(StoreError) in
        let taken = replay.take(record)
        shown += 1
        if let step, step != shown { return }
        var lines = [ReplayText.line(taken, replay, below: root)]
        if step != nil {
          lines += ReplayText.table(taken.differential, replay).map { "        " + $0 }
        }
        try sink.append(Array(lines.map { $0 + "\n" }.joined().utf8))
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

  private func show(
    _ configuration: Configuration, _ classes: [CellClass], below root: ImagePath?
  ) throws {
    var replay = Replay(classes: classes)
    var steps: [ReplayPage.Step] = []
    do throws(StoreError) {
      try forEachRecord(below: root) { record in
        steps.append(ReplayPage.Step(replay.take(record), below: root))
      }
    } catch {
      throw Failure(Messages.notice(for: error))
    }
    guard !steps.isEmpty else {
      throw Failure(
        Notice(
          what: "nothing to replay", why: "\(file) holds no such record",
          cure: "Leave --directory out, or name another log"))
    }
    let theme = try Opening.theme(configuration)
    let terminal: Terminal
    do {
      terminal = try Terminal(environment: Locations.environment)
    } catch {
      throw Failure(Messages.notice(for: error))
    }
    ReplayLoop(terminal: terminal, theme: theme).run(
      ReplayPage(title: "replay of \(file)", steps: steps, classes: classes))
    terminal.restore()
  }

  private func forEachRecord(
    below root: ImagePath?, _ body: (LogRecord) throws(StoreError) -> Void
  ) throws(StoreError) {
    let log = try Opening.logForReading(path: file)
    func take(_ record: LogRecord) throws(StoreError) {
      if to.map({ record.sequence <= $0 }) ?? true { try body(record) }
    }
    if let root {
      try log.forEachRecord(inDirectory: root, includingBelow: true, take)
    } else {
      try log.forEachRecord(take)
    }
  }
}

import ArgumentParser
import Review
import Settings
import Store

/// `hematovision merge`: the logs of several stations as one.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make one log of several stations' logs; answers that differ are listed.",
    discussion: """
      The sources must verify and stay as they are. What they hold is written once, in each source's \
      own order, interleaved by time, with its own time, reviewer, host and session, under a new \
      chain. No answer wins over another: cells on which reviewers differ are listed and count \
      nowhere until somebody adjudicates them in the station. Merge again whenever the logs have \
      grown: nothing is doubled. Exit status: 0 merged, 1 merged and some cells are contested, 2 \
      usage, 3 not merged.
      """)

  @Argument(help: "Logs to merge.", completion: .file())
  var sources: [String]

  @Option(help: "File of the new log; it must not exist.", completion: .file())
  var output: String

  func validate() throws {
    guard sources.count > 1 else { throw ValidationError("merge takes two logs or more") }
  }

  func run() throws {
    let configuration = try Opening.configuration()
    let identity = Opening.identity(
      reviewer: configuration.reviewerName.value, session: Here.newSessionID())
    let outcome: LogMerge.Outcome
    do {
      outcome = try LogMerge.merge(sources, into: output, identity: identity, clock: now)
    } catch {
      if case .conflictingSources(let conflicts) = error { list(conflicts) }
      throw Failure(Messages.mergeNotice(for: error))
    }
    for source in outcome.sources {
      print(
        "\(safeForTerminal(source.file.lossyText)): \(Int(source.sequence).counted("record")), "
          + "\(source.added) of them added; head \(source.sequence):\(source.hash)")
    }
    print(Messages.made(output, outcome.log))
    list(
      outcome.samePictures.map { paths in
        let names = paths.map { "  \(safeForTerminal($0.lossyText))" }
        return (["the same picture under \(paths.count) names, counted under each:"] + names)
          .joined(separator: "\n")
      }, rest: "pictures under several names")
    guard !outcome.contested.isEmpty else { return }
    print("\(outcome.contested.count) contested, to be adjudicated in the station (U lists them):")
    list(
      outcome.contested.map { Messages.lines(for: $0) },
      rest: "contested; 'hematovision export' has them all (column dispute)")
    throw ExitCode.someFailed
  }

  /// What a screen has room for.
  private static let listed = 20

  private func list(_ lines: [String], rest: String) {
    for line in lines.prefix(Self.listed) { print(line) }
    if lines.count > Self.listed { print("and \(lines.count - Self.listed) more \(rest)") }
  }

  private func list(_ conflicts: [MergeConflict]) {
    list(
      conflicts.map { conflict in
        let (first, second) = (conflict.first, conflict.second)
        return safeForTerminal(
          "\(conflict.entry): record \(first.sequence) of \(first.file) "
            + "is not record \(second.sequence) of \(second.file)")
      }, rest: "entries with two contents")
  }
}

extension Messages {
  /// A contested cell: the picture, the cell, and who said what when.
  static func lines(for cell: ContestedCell) -> String {
    let place = cell.cell.map { "cell \($0.rawValue)" } ?? "the picture as a whole"
    let sayings = cell.sayings.map {
      "    \($0.label.rawValue) by \($0.reviewer) at \($0.time.utcText)"
    }
    return (["  \(cell.image.lossyText), \(place)"] + sayings).map(safeForTerminal)
      .joined(separator: "\n")
  }

  /// Why nothing was merged; the output of a merge is never written over.
  static func mergeNotice(for error: StoreError) -> Notice {
    if case .alreadyExists(let file) = error {
      return Notice(
        what: "nothing was merged", why: "\(file) exists already",
        cure: "Choose another name with --output")
    }
    return notice(for: error, what: "nothing was merged")
  }
}

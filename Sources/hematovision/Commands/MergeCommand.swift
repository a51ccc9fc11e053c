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
        "\(safeForTerminal(source.file.lossyText)): \(source.sequence) records, "
          + "\(source.added) of them added; head \(source.sequence):\(source.hash)")
    }
    print(Messages.made(output, outcome.log))
    for paths in outcome.samePictures {
      print("the same picture under \(paths.count) names, counted under each:")
      for path in paths { print("  \(safeForTerminal(path.lossyText))") }
    }
    guard !outcome.contested.isEmpty else { return }
    print("\(outcome.contested.count) contested, to be adjudicated in the station:")
    for cell in outcome.contested { print(Messages.lines(for: cell)) }
    throw ExitCode.someFailed
  }

  private func list(_ conflicts: [MergeConflict]) {
    for conflict in conflicts {
      let (first, second) = (conflict.first, conflict.second)
      print(
        safeForTerminal(
          "\(conflict.entry): record \(first.sequence) of \(first.file) "
            + "is not record \(second.sequence) of \(second.file)"))
    }
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

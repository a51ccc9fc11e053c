import ArgumentParser
import Foundation
import Review
import Settings
import Station
import Store

/// `hematovision verify`: is the log what was written?
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that no record of the log was edited, removed, moved or put in.",
    discussion: """
      Exit status: 0 the log is whole, 1 it is not, 2 usage, 3 it cannot be read. Whoever can write \
      the file can also compute its chain anew, or cut off its end: a file alone cannot show that. Give \
      --anchor with a head that an export, a backup or an earlier verify printed. Records added in \
      somebody's name after the last noted head are found by no check.
      """)

  @Option(
    help: "A log head noted down earlier, as exports print it: SEQUENCE:HASH, or 'SEQUENCE HASH'.")
  var anchor: [String] = []

  @OptionGroup var log: LogOption

  func run() throws {
    let path = try Opening.configuration(log: log.path).logFile.value
    let anchors = try anchor.map { text in
      let parts = text.split(whereSeparator: { $0 == ":" || $0 == " " })
      guard parts.count == 2, let sequence = Int64(parts[0]), parts[1].count == 64 else {
        throw ValidationError("--anchor takes SEQUENCE:HASH, not \(text)")
      }
      return LogHead(sequence: sequence, hash: parts[1].lowercased())
    }
    let report: VerificationReport
    do {
      report = try LogVerifier.verify(path, anchors: anchors)
    } catch {
      throw Failure(Messages.notice(for: error))
    }
    let file = safeForTerminal(report.file)
    if report.isIntact {
      print("\(file): whole, \(report.recordCount.counted("record"))")
      if let head = report.head { print("head \(head.noted)") }
      print(Messages.meaning(ofAnchors: anchors))
      return
    }
    print(
      "\(file): NOT WHOLE, \(report.faultCount.counted("fault")) in \(report.recordCount.counted("record"))"
    )
    for fault in report.faults { print("  " + safeForTerminal(Messages.line(for: fault))) }
    if report.faultCount > report.faults.count {
      print("  and \(report.faultCount - report.faults.count) more")
    }
    print("Keep this file as it is. Compare it with a backup, or with heads printed on exports.")
    throw ExitCode.someFailed
  }
}

extension Messages {
  /// A log that was made and verified, with the head to note down.
  static func made(_ file: String, _ report: VerificationReport) -> String {
    "\(safeForTerminal(file)): whole, \(report.recordCount.counted("record"))"
      + (report.head.map { "; head \($0.noted)" } ?? "")
  }

  /// What a whole log proves, with the heads that it was held against.
  static func meaning(ofAnchors anchors: [LogHead]) -> String {
    guard let last = anchors.max(by: { $0.sequence < $1.sequence }) else {
      return """
        Whole in itself. Only a head noted elsewhere (--anchor) shows that it was not cut or made anew.
        """
    }
    return """
      The noted head stands in it: records 1 to \(last.sequence) are those of that moment. Later ones \
      are whole in themselves.
      """
  }

  /// A fault of the log on one line.
  static func line(for fault: VerificationFault) -> String {
    switch fault {
    case .edited(let sequence): "record \(sequence) was edited"
    case .missing(let range):
      range.count == 1
        ? "record \(range.lowerBound) is missing"
        : "records \(range.lowerBound) to \(range.upperBound) are missing"
    case .moved(let sequence, let original):
      "record \(sequence) was written as record \(original)"
    case .notFollowing(let sequence): "record \(sequence) does not follow the one before it"
    case .unreadable(let sequence, let evidence):
      "record \(sequence) cannot be read by this version: \(evidence)"
    case .disagreeing(let sequence): "record \(sequence) has columns that disagree"
    case .anchorMissing(let expected, let found):
      "the noted head \(expected.sequence):\(expected.hash.prefix(12)) is not in the log"
        + (found.map { " (there is \($0.prefix(12)))" } ?? "")
    case .alteredSchema(let object): "\(object) is not as it was made"
    case .damagedFile(let evidence): "the file is damaged: \(evidence)"
    }
  }
}

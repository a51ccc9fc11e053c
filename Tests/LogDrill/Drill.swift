import Foundation
import GRDB
import Review
import Store

/// What every drill needs: entries to write, a log of a given journal, and more processes of this program.
enum Drill {
  static func say(_ line: String) {
    var bytes = Array((line + "\n").utf8)
    _ = Glibc.write(1, &bytes, bytes.count)
  }

  /// Whether `condition` holds; says what does not.
  static func check(_ condition: Bool, _ what: @autoclosure () -> String) -> Bool {
    if !condition { say("FAILED: \(what())") }
    return condition
  }

  static func openLog(_ path: String, session: String) throws(StoreError) -> ReviewLog {
    try ReviewLog(
      path: path, identity: LogIdentity(reviewer: "drill", host: "drill", session: session),
      clock: {
        Timestamp(
          utcMilliseconds: Int64(Date().timeIntervalSince1970 * 1000), offsetMinutes: 0)
      })
  }

  /// Makes an empty log that keeps the given journal from then on, or else the one that it chose.
  @discardableResult
  static func makeLog(_ path: String, journal: JournalMode?) throws -> JournalMode {
    let log = try openLog(path, session: "first")
    let chosen = log.journalMode ?? .delete
    try log.close()
    guard let journal else { return chosen }
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(journal.rawValue)")
    }
    try queue.close()
    return journal
  }

  static func entry(_ number: Int, session: String) -> LogEntry {
    let image = ImagePath("/slides/drill/\(session)/\(number).png")
    let sha256 = String(repeating: "5e", count: 32)
    let box = Box(x: number, y: 2, width: 60, height: 60)
    let suggestion = Suggestion(
      probabilities: ["EOSINOPHIL", "LYMPHOCYTE", "MONOCYTE", "NEUTROPHIL"].map {
        ClassProbability(label: Label(rawValue: $0), probability: 0.25)
      }, label: Label(rawValue: "NEUTROPHIL"), status: .uncertain)
    return LogEntry(
      id: EntryID(session: session, number: number),
      event: .decided(
        Decision(
          image: image, imageSHA256: sha256, cell: CellID(imageSHA256: sha256, box: box), box: box,
          label: Label(rawValue: "NEUTROPHIL"), kind: .confirm, suggestion: suggestion,
          model: ModelIdentity(id: "drill", sha256: sha256), supersedes: nil,
          suggestionVisible: true, dwellMilliseconds: 700, queueOrder: "name",
          queuePosition: number)))
  }

  /// Identifiers of a session's records in the log's order.
  static func recorded(session: String, in log: ReviewLog) throws(StoreError) -> [String] {
    try log.records(after: 0).filter { $0.identity.session == session }.map(\.entry.id.rawValue)
  }

  // MARK: Processes

  /// Starts this program once more; what it says goes to a file.
  static func start(_ arguments: [String], output: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    try Data().write(to: URL(fileURLWithPath: output))
    process.standardOutput = FileHandle(forWritingAtPath: output)
    try process.run()
    return process
  }

  /// Runs this program once more to its end.
  static func run(
    _ arguments: [String], in directory: String
  ) throws -> (status: Int32, lines: [Substring]) {
    let output = directory + "/said"
    let process = try start(arguments, output: output)
    process.waitUntilExit()
    return (process.terminationStatus, try lines(of: output))
  }

  static func lines(of file: String) throws -> [Substring] {
    try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
  }

  /// The entries that a station said to be saved, with the microseconds that each took.
  static func saved(_ lines: [Substring]) -> [(number: Int, microseconds: Int)] {
    lines.compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 3, words[0] == "saved", let number = Int(words[1]),
        let microseconds = Int(words[2])
      else { return nil }
      return (number, microseconds)
    }
  }

  /// Makes a directory empty, and the directory itself when it is missing.
  static func empty(_ directory: String) throws {
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
      try FileManager.default.removeItem(atPath: directory + "/" + name)
    }
  }
}

import Foundation
import Review
import Store
import TestSupport
import Testing

/// A technician's account: a home of its own, pictures, a log, and terminals.
final class Workplace {
  let root: URL
  private var screens: [TmuxScreen] = []
  private var pseudoTerminals: [PseudoTerminal] = []
  private var cleanUps: [() -> Void] = []

  /// The binary under test, which SwiftPM puts beside the tests.
  static let binary = Bundle.main.bundleURL.appendingPathComponent("hematovision").path

  var log: String { root.appendingPathComponent("data/hematovision/review.sqlite").path }

  /// Nothing of the account that runs the tests reaches the program.
  var environment: [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": root.appendingPathComponent("home").path,
      "XDG_DATA_HOME": root.appendingPathComponent("data").path,
      "XDG_STATE_HOME": root.appendingPathComponent("state").path,
      "XDG_CONFIG_HOME": root.appendingPathComponent("config").path,
      "LC_ALL": "C.UTF-8", "TZ": "UTC", "SHELL": "/bin/sh", "PS1": "ready> ",
    ]
  }

  private init() throws {
    // Short: the path of a socket may have no more than 107 bytes.
    let name = "hv-e2e-" + String(UInt32.random(in: 0 ... .max), radix: 36)
    root = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent(name)
    for place in ["home", "data", "state", "config"] {
      try FileManager.default.createDirectory(
        at: root.appendingPathComponent(place), withIntermediateDirectories: true)
    }
  }

  /// Gives a fresh account to `body` and clears it away afterwards, whatever happened.
  static func use(_ body: (Workplace) async throws -> Void) async throws {
    let place = try Workplace()
    defer { place.clearAway() }
    try await body(place)
  }

  private func clearAway() {
    for screen in screens { screen.close() }
    for terminal in pseudoTerminals { terminal.close() }
    for cleanUp in cleanUps.reversed() { cleanUp() }
    try? FileManager.default.removeItem(at: root)
  }

  /// Has something done when the account is cleared away.
  func atEnd(_ cleanUp: @escaping () -> Void) { cleanUps.append(cleanUp) }

  // MARK: The program

  /// Runs the program without a terminal.
  func run(_ arguments: String..., adding more: [String: String] = [:]) async throws
    -> Program.Ended
  {
    try await run(arguments, adding: more)
  }

  func run(_ arguments: [String], adding more: [String: String] = [:]) async throws
    -> Program.Ended
  {
    try await Program(
      path: Self.binary, arguments: arguments,
      environment: environment.merging(more) { $1 }, directory: root.path
    ).run()
  }

  /// Opens the station on a directory, in a terminal of its own.
  func station(
    _ directory: String, _ options: String..., columns: Int = 120, rows: Int = 40,
    term: String = "xterm-256color", settings: [String] = [], isFirstSession: Bool = false
  ) throws -> TmuxScreen {
    if !isFirstSession { try haveEarlierSession() }
    let prefix = settings.isEmpty ? [] : ["env"] + settings
    return try terminal(
      prefix + [Self.binary, "review", directory] + options, columns: columns, rows: rows,
      term: term)
  }

  /// Puts a session into the log when it is new: the first one begins with a page in the place of the
  /// picture.
  private func haveEarlierSession() throws {
    guard !FileManager.default.fileExists(atPath: log) else { return }
    let earlier = try ReviewLog(
      path: log, identity: LogIdentity(reviewer: "earlier", host: "here", session: "earlier"),
      clock: { Timestamp(utcMilliseconds: 1_700_000_000_000, offsetMinutes: 0) })
    try earlier.append([
      LogEntry(
        id: EntryID(session: "earlier", number: 1),
        event: .opened(directory: ImagePath("/earlier"), application: "hematovision", model: nil))
    ])
    try earlier.close()
  }

  /// A terminal with any program in it.
  func terminal(
    _ command: [String], columns: Int = 120, rows: Int = 40, term: String = "xterm-256color"
  ) throws -> TmuxScreen {
    let screen = try TmuxScreen(
      directory: root.appendingPathComponent("t\(screens.count)").path, environment: environment,
      workingDirectory: root.path, columns: columns, rows: rows, term: term, command: command)
    screens.append(screen)
    return screen
  }

  /// Opens the station in a terminal whose every byte is seen.
  func bareStation(
    _ directory: String, options: [String] = [], columns: Int = 80, rows: Int = 24,
    term: String = "xterm-256color", adding more: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try haveEarlierSession()
    let terminal = try PseudoTerminal(
      path: Self.binary, arguments: ["review", directory, "--reviewer", "kbm"] + options,
      environment: environment.merging(["TERM": term]) { $1 }.merging(more) { $1 },
      directory: root.path, columns: columns, rows: rows)
    pseudoTerminals.append(terminal)
    return terminal
  }

  // MARK: The record

  /// Asserts that the log is whole, by the program's own word.
  func expectWholeLog(at location: SourceLocation = #_sourceLocation) async throws {
    let ended = try await run("verify")
    #expect(ended.code == 0, "\(ended.text)\(ended.errorText)", sourceLocation: location)
    #expect(ended.text.contains(": whole, "), "\(ended.text)", sourceLocation: location)
  }

  /// The reviewed cells, from the CSV export.
  func reviewed() async throws -> [[String: String]] {
    let ended = try await run("export", "--format", "csv")
    try #require(ended.code == 0, "\(ended.errorText)")
    return try CSVTable(ended.output).rows
  }

  // MARK: Pictures

  /// A directory with copies of these samples.
  func pictures(_ samples: [Sample], in name: String = "pictures", times: Int = 1) throws -> String
  {
    let directory = root.appendingPathComponent(name)
    for copy in 1...times {
      let place = times == 1 ? directory : directory.appendingPathComponent("\(copy)")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for sample in samples {
        try FileManager.default.copyItem(
          at: Sample.directory.appendingPathComponent(sample.name),
          to: place.appendingPathComponent(sample.name))
      }
    }
    return directory.path
  }
}

import Foundation
import Glibc
import Testing

/// A terminal of known size and kind, with a program in it: a tmux server of its own.
final class TmuxScreen {
  /// How long a screen may take to show something; the machine may be busy with other work.
  static let patience = Duration.seconds(25)

  private let directory: String
  private let environment: [String: String]
  private var isOpen = true

  /// Starts `command` in a new terminal.
  ///
  /// - Parameters:
  ///   - directory: A new directory for the socket, the exit code and the terminal's modes.
  ///   - term: The TERM the program sees.
  init(
    directory: String, environment: [String: String], workingDirectory: String,
    columns: Int, rows: Int, term: String, command: [String]
  ) throws {
    self.directory = directory
    self.environment = environment
    let manager = FileManager.default
    try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Data(
      """
      set -g default-terminal "\(term)"
      set -g status off
      set -s escape-time 0
      """.utf8
    ).write(to: URL(fileURLWithPath: "\(directory)/tmux.conf"))
    try Data(
      """
      stty -a > "\(directory)/before"
      sh -c 'echo $$ > "$0/process"; exec "$@"' "\(directory)" "$@"
      code=$?
      stty -a > "\(directory)/after"
      echo $code > "\(directory)/exit.new"
      mv "\(directory)/exit.new" "\(directory)/exit"
      exec sleep 3600
      """.utf8
    ).write(to: URL(fileURLWithPath: "\(directory)/pane.sh"))
    try tmux(
      ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-c", workingDirectory]
        + ["sh", "\(directory)/pane.sh"] + command)
  }

  deinit { close() }

  /// Ends the terminal; a program that still runs in it gets a hangup.
  func close() {
    guard isOpen else { return }
    isOpen = false
    _ = try? tmux(["kill-server"])
  }

  @discardableResult
  func tmux(_ arguments: [String]) throws -> String {
    let ended = try Program(
      path: "tmux",
      arguments: ["-u", "-S", "\(directory)/socket", "-f", "\(directory)/tmux.conf"] + arguments,
      environment: environment, directory: directory
    ).runNow()
    guard ended.code == 0 else {
      throw TmuxFailed(arguments: arguments, message: ended.errorText)
    }
    return ended.text
  }

  // MARK: The hands

  /// Presses keys by tmux's names of them: `j`, `Space`, `C-r`, `Enter`.
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  /// Holds a key down: it repeats faster than the screen can follow.
  func hold(_ key: String, times: Int) throws { try tmux(["send-keys", "-N", "\(times)", key]) }

  /// Types text into a shell, with Enter at its end.
  func type(_ text: String) throws {
    try tmux(["send-keys", "-l", text])
    try tmux(["send-keys", "Enter"])
  }

  /// Pastes as terminals do, in brackets when the program asked for them.
  func paste(_ text: String) throws {
    try tmux(["set-buffer", text])
    try tmux(["paste-buffer", "-p"])
  }

  func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  // MARK: The eyes

  /// What is on screen, without colours.
  func text() throws -> String { try tmux(["capture-pane", "-p"]) }

  /// What is on screen, with the escapes of its colours.
  func coloured() throws -> String { try tmux(["capture-pane", "-p", "-e"]) }

  func lines() throws -> [String] {
    try text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Waits until `text` is on screen.
  func wait(for text: String, at location: SourceLocation = #_sourceLocation) async throws {
    try await wait(until: "“\(text)” is on screen", at: location) { $0.contains(text) }
  }

  /// Waits until `text` is no longer on screen.
  func wait(toLose text: String, at location: SourceLocation = #_sourceLocation) async throws {
    try await wait(until: "“\(text)” is gone", at: location) { !$0.contains(text) }
  }

  /// Waits until the screen is as wished and returns it.
  @discardableResult
  func wait(
    until wish: String, at location: SourceLocation = #_sourceLocation,
    _ isAsWished: (String) throws -> Bool
  ) async throws -> String {
    let deadline = ContinuousClock.now + Self.patience
    while true {
      let isLast = ContinuousClock.now > deadline
      let seen = try text()
      if try isAsWished(seen) { return seen }
      if isLast {
        Issue.record("not seen: \(wish)\n\(seen)", sourceLocation: location)
        throw NotSeen(wish: wish)
      }
      try? await Task.sleep(for: .milliseconds(25))
    }
  }

  struct TmuxFailed: Error {
    let arguments: [String]
    let message: String
  }

  struct NotSeen: Error { let wish: String }

  // MARK: The program

  /// The program's process.
  func process() async throws -> pid_t {
    let text = try await file("process")
    return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  /// Exit code as a shell gives it: 128 and the signal's number after a signal.
  func exitCode(at location: SourceLocation = #_sourceLocation) async throws -> Int {
    let text = try await file("exit", at: location)
    return try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  /// The terminal's modes before and after the program, once it has ended.
  func modes() throws -> (before: String, after: String) {
    func read(_ name: String) throws -> String {
      try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
    }
    return (try read("before"), try read("after"))
  }

  private func file(
    _ name: String, at location: SourceLocation = #_sourceLocation
  ) async throws -> String {
    try await wait(until: "the file \(name)", at: location) { _ in
      (try? String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8))?.hasSuffix("\n")
        ?? false
    }
    return try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
  }
}

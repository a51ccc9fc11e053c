import Foundation
import Glibc

/// A program started with a clean signal state, no terminal, and its output in files.
///
/// Not Foundation's Process: it waits for daemons a program leaves behind, as tmux does, and hands
/// down the signals that the test runner's threads block.
struct Program {
  var path: String
  var arguments: [String]
  var environment: [String: String]
  var directory: String

  /// How a program ended, with all it wrote.
  struct Ended {
    /// Exit code; nil when a signal ended it.
    let code: Int32?
    let output: Data
    let errors: Data

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }
    var lines: [Substring] { text.split(separator: "\n") }
  }

  enum Failure: Error, CustomStringConvertible {
    case notStarted(path: String, code: Int32)
    case tooLong(path: String, arguments: [String])

    var description: String {
      switch self {
      case .notStarted(let path, let code): "\(path): \(String(cString: strerror(code)))"
      case .tooLong(let path, let arguments): "still running: \(path) \(arguments)"
      }
    }
  }

  /// Runs to the end without holding up a thread; a program that takes longer than `limit` is killed.
  func run(limit: Duration = .seconds(90)) async throws -> Ended {
    let files = try Capture()
    defer { files.remove() }
    let process = try start(files.take)
    let deadline = ContinuousClock.now + limit
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < deadline else {
        kill(process, SIGKILL)
        waitpid(process, &status, 0)
        throw Failure.tooLong(path: path, arguments: arguments)
      }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return try files.ended(status)
  }

  /// Runs to the end; for calls that take milliseconds.
  func runNow() throws -> Ended {
    let files = try Capture()
    defer { files.remove() }
    let process = try start(files.take)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return try files.ended(status)
  }

  /// Starts it in a session of its own.
  /// - Parameter streams: Says where its first three descriptors lead.
  func start(_ streams: (inout posix_spawn_file_actions_t) -> Void) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    streams(&actions)
    // Whatever the test runner has open; glibc does not mind one that was closed meanwhile.
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    for descriptor in open.compactMap(Int32.init) where descriptor > 2 {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    // A session of its own, so that not even /dev/tty leads to a terminal.
    let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | POSIX_SPAWN_SETSID
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var words: [UnsafeMutablePointer<CChar>?] =
      (["env", "-C", directory, path] + arguments).map { strdup($0) } + [nil]
    var settings: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + settings { free(word) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, "env", &actions, &attributes, &words, &settings)
    guard code == 0 else { throw Failure.notStarted(path: path, code: code) }
    return process
  }
}

/// POSIX_SPAWN_SETSID of glibc, which Swift does not import.
private let POSIX_SPAWN_SETSID: Int32 = 0x80

/// Files for what a program writes: a pipe would wait for every daemon that holds its other end.
private struct Capture {
  let output: String
  let errors: String

  init() throws {
    let base = FileManager.default.temporaryDirectory
      .appendingPathComponent("hv-\(UUID().uuidString)").path
    output = base + ".out"
    errors = base + ".err"
    for file in [output, errors] { try Data().write(to: URL(fileURLWithPath: file)) }
  }

  func take(_ actions: inout posix_spawn_file_actions_t) {
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_APPEND, 0)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_APPEND, 0)
  }

  func ended(_ status: Int32) throws -> Program.Ended {
    Program.Ended(
      code: status & 0x7F == 0 ? (status >> 8) & 0xFF : nil,
      output: try Data(contentsOf: URL(fileURLWithPath: output)),
      errors: try Data(contentsOf: URL(fileURLWithPath: errors)))
  }

  func remove() { for file in [output, errors] { unlink(file) } }
}

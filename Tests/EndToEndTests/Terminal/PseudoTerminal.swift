import Foundation
import Glibc
import Synchronization
import Testing

/// A terminal without a screen: the bytes that a program writes to it, and the keys it is sent.
///
/// tmux stands between a program and what it writes, and is one kind of terminal only. Here every
/// byte is seen as it comes, for any TERM.
final class PseudoTerminal {
  private let master: Int32
  private let process: pid_t
  private let output = Output()
  private var status: Int32?

  /// What was written so far, filled by a thread.
  private final class Output: Sendable {
    let bytes = Mutex<[UInt8]>([])
    let isClosed = Mutex(false)
  }

  /// Starts a program in a new terminal of this size.
  init(
    path: String, arguments: [String], environment: [String: String], directory: String,
    columns: Int, rows: Int
  ) throws {
    // What posix_openpt and its kin do on Linux; Swift does not import them.
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: Int32 = -1
    guard master >= 0, ioctl(master, setLock, &unlocked) == 0,
      ioctl(master, getNumber, &number) == 0
    else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    process = try Program(
      path: path, arguments: arguments, environment: environment, directory: directory
    ).start { actions in
      // The first terminal that a new session opens becomes its own.
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
    let (master, output) = (master, output)
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(master, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        // EIO: the last process that had the other end has gone.
        guard count > 0 else { break }
        output.bytes.withLock { $0 += buffer[..<count] }
      }
      output.isClosed.withLock { $0 = true }
    }
  }

  /// Ends the program if it still runs, and the terminal.
  func close() {
    if status == nil {
      kill(process, SIGKILL)
      var ended: Int32 = 0
      while waitpid(process, &ended, 0) < 0, errno == EINTR {}
      status = ended
    }
    // The thread ends by itself now that nobody writes; it must not read another file meanwhile.
    while !output.isClosed.withLock({ $0 }) { usleep(1000) }
    Glibc.close(master)
  }

  /// Everything written so far.
  var bytes: [UInt8] { output.bytes.withLock { $0 } }

  /// Presses keys: their bytes as a terminal sends them.
  func press(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// Gives the window another size.
  func resize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  func signal(_ number: Int32) { kill(process, number) }

  /// Waits until no byte has come for `time`, and gives all bytes so far.
  @discardableResult
  func settled(_ time: Duration = .milliseconds(400)) async -> [UInt8] {
    var last = bytes.count
    var since = ContinuousClock.now
    while ContinuousClock.now < since + time {
      try? await Task.sleep(for: .milliseconds(20))
      if bytes.count != last {
        last = bytes.count
        since = .now
      }
    }
    return bytes
  }

  /// Waits until what was written, as text, is as wished.
  @discardableResult
  func wait(
    until wish: String, at location: SourceLocation = #_sourceLocation,
    _ isAsWished: ([UInt8]) -> Bool
  ) async throws -> [UInt8] {
    let deadline = ContinuousClock.now + TmuxScreen.patience
    while true {
      let isLast = ContinuousClock.now > deadline
      let seen = bytes
      if isAsWished(seen) { return seen }
      if isLast {
        Issue.record(
          "not seen: \(wish)\n\(String(decoding: seen.suffix(4000), as: UTF8.self).debugDescription)",
          sourceLocation: location)
        throw TmuxScreen.NotSeen(wish: wish)
      }
      try? await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Waits until a text was written after the first `start` bytes.
  @discardableResult
  func wait(
    for text: String, after start: Int = 0, at location: SourceLocation = #_sourceLocation
  ) async throws -> [UInt8] {
    try await wait(until: "“\(text)”", at: location) {
      String(decoding: $0.dropFirst(start), as: UTF8.self).contains(text)
    }
  }

  /// Exit code as a shell gives it: 128 and the signal's number after a signal.
  func exitCode(at location: SourceLocation = #_sourceLocation) async throws -> Int {
    let deadline = ContinuousClock.now + TmuxScreen.patience
    var ended: Int32 = 0
    while waitpid(process, &ended, WNOHANG) == 0 {
      guard ContinuousClock.now < deadline else {
        Issue.record("the program did not end", sourceLocation: location)
        throw TmuxScreen.NotSeen(wish: "end")
      }
      try? await Task.sleep(for: .milliseconds(10))
    }
    status = ended
    return Int(ended & 0x7F == 0 ? (ended >> 8) & 0xFF : 128 + ended & 0x7F)
  }

  /// The terminal's modes: whether it echoes, waits for lines, and turns keys into signals.
  func modes() -> String {
    var modes = termios()
    tcgetattr(master, &modes)
    let flags = [("echo", ECHO), ("icanon", ICANON), ("isig", ISIG)].map {
      (modes.c_lflag & tcflag_t($0.1) != 0 ? "" : "-") + $0.0
    }
    return (flags + [modes.c_oflag & tcflag_t(OPOST) != 0 ? "opost" : "-opost"])
      .joined(separator: " ")
  }
}

/// TIOCSPTLCK and TIOCGPTN of Linux, which Swift does not import.
private let setLock: UInt = 0x4004_5431
private let getNumber: UInt = 0x8004_5430

import Curses
import Foundation
import Screen
import Testing

@Suite("Terminal without a terminal")
struct TerminalTests {
  @Test("without a terminal there is a reason, and nothing is changed")
  func refusal() {
    guard isatty(0) == 0 || isatty(1) == 0 else { return }
    let expected: StandardStream = isatty(0) == 0 ? .input : .output
    #expect(throws: TerminalError.notATerminal(expected)) {
      _ = try Terminal(environment: ["TERM": "xterm"])
    }
  }

  @Test(
    "delays for old hardware are taken out of the reset sequence",
    arguments: [
      ("\u{1B}[m\u{F}$<2>", "\u{1B}[m\u{F}"), ("a$<100/>b$<5*>", "ab"), ("$", "$"), ("$<5", "$<5"),
      ("cost $5", "cost $5"), ("", ""), ("$$<1>", "$"),
    ])
  func padding(text: String, expected: String) {
    #expect(ResetSequence.withoutPadding(text) == expected)
  }

  @Test("the wake pipe wakes, and is empty once read")
  func wake() {
    _ = SignalPipe.descriptor
    _ = SignalPipe.drain()
    SignalPipe.wake()
    SignalPipe.wake()
    var request = pollfd(fd: SignalPipe.descriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&request, 1, 1000) == 1)
    #expect(SignalPipe.drain() == [.call, .call])
    #expect(SignalPipe.drain() == [])
    // A full pipe must not hold the caller up.
    for _ in 0..<100_000 { SignalPipe.wake() }
    #expect(!SignalPipe.drain().isEmpty)
  }
}

/// Alone, since it moves the standard error of the whole process.
@Suite("Standard error while the screen is up", .serialized)
struct StandardErrorDiversionTests {
  @Test("what libraries print goes to the file and comes back at the end")
  func diversion() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("diversion-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("before\n".utf8).write(to: URL(fileURLWithPath: path))
    let diversion = try StandardErrorDiversion(to: path)
    let text = "codec: odd\n"
    _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    #expect(diversion.end().contains(text))
    #expect(diversion.end() == "")
    let file = try String(contentsOfFile: path, encoding: .utf8)
    #expect(file.hasPrefix("before\n"))
    #expect(file.contains(text))
  }

  @Test("a file that cannot be written is an error")
  func unwritable() {
    #expect(throws: TerminalError.system(call: "open", errno: ENOENT)) {
      _ = try StandardErrorDiversion(to: "/nonexistent-directory/log")
    }
  }
}

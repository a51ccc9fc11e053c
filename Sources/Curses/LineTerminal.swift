import CNcurses
import CTerminalGuard
import Glibc
public import Screen

/// A terminal, or what stands in for one, that is only ever written to at its end: no cursor is
/// moved, nothing is repainted, so a screen reader or a Braille line reads every line once.
///
/// Keys come at once and without an echo. Input that is no terminal is read as it comes.
public final class LineTerminal {
  /// Characters in use: ASCII where the locale is not UTF-8.
  public let glyphs: GlyphSet
  /// To be polled for keys; then call `readKeys()`.
  public let inputDescriptor: Int32 = STDIN_FILENO
  /// To be polled for signals and `SignalPipe.wake()`; then call `readKeys()`.
  public var wakeDescriptor: Int32 { SignalPipe.descriptor }

  private let isTerminal = isatty(STDIN_FILENO) == 1
  private var decoder = InputDecoder()
  private var unread: [UInt8] = []
  private var isUp = true

  /// Takes the keyboard over.
  public init() throws(TerminalError) {
    glyphs = .ofLocale
    if isTerminal, ctg_keep_modes(STDIN_FILENO) != 0 {
      throw .system(call: "tcgetattr", errno: errno)
    }
    // Nothing on the screen has to be put back, only the modes.
    guard isTerminal ? ctg_arm("", 0) == 0 : ctg_install() == 0 else {
      throw .system(call: "sigaction", errno: errno)
    }
    takeKeys()
  }

  deinit { restore() }

  /// Writes a line at the end; control characters in it are spelt out.
  public func write(_ line: String) {
    let text = ScreenText.spelledOut(line)
    StandardOutput.write((glyphs == .ascii ? AsciiText.replacing(text) : text) + "\n")
  }

  /// Everything that has arrived since the last call, without waiting; `.hangup` at the end of the
  /// input.
  public func readKeys() -> [TerminalEvent] {
    guard isUp else { return [] }
    var events = readSignals()
    var buffer = [UInt8](repeating: 0, count: 4096)
    while isReadable(within: 0) {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        events += decoder.pause()
        events.append(.hangup)
        break
      }
      events += decode(buffer[..<count])
      if decoder.mayBeEscapeKey, !isReadable(within: 25) { events += decoder.pause() }
    }
    return events
  }

  /// Gives the terminal back to the shell and stops the program; returns when it goes on.
  public func suspend() {
    guard isUp else { return }
    ctg_restore_terminal()
    ctg_stop()
    takeKeys()
  }

  /// Gives the terminal back as it was found. Later calls do nothing.
  public func restore() {
    guard isUp else { return }
    isUp = false
    ctg_restore_terminal()
    ctg_disarm()
  }

  /// Ctrl-C and Ctrl-Z stay signals, as everywhere that is no screen.
  private func takeKeys() {
    var modes = termios()
    guard isTerminal, tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
  }

  private func isReadable(within milliseconds: Int32) -> Bool {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, milliseconds) > 0
  }

  private func decode(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
    guard glyphs == .unicode else {
      return bytes.flatMap { decoder.take(.character(UInt32($0))) }
    }
    unread += bytes
    // A character cut in two waits for its rest.
    let cut = unread.suffix(3).lastIndex { $0 >= 0xC0 }
    var whole = unread.count
    if let cut, unread.count - cut < (unread[cut] >= 0xF0 ? 4 : unread[cut] >= 0xE0 ? 3 : 2) {
      whole = cut
    }
    let text = String(decoding: unread[..<whole], as: UTF8.self)
    unread.removeFirst(whole)
    return text.unicodeScalars.flatMap { decoder.take(.character($0.value)) }
  }

  private func readSignals() -> [TerminalEvent] {
    SignalPipe.drain().compactMap { wake in
      switch wake {
      case .signal(SIGCONT):
        takeKeys()
        return .resumed
      case .signal(SIGTSTP): return .suspendRequested
      case .signal(SIGHUP): return .hangup
      case .signal(SIGINT): return .interrupted
      case .signal(SIGTERM): return .terminated
      case .call, .signal: return nil
      }
    }
  }
}

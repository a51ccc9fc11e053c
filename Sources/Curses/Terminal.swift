import CNcurses
import CTerminalGuard
import Glibc
public import Screen

/// The terminal: the only owner of ncurses, for the main thread alone.
///
/// Between `init` and `restore()` the screen, the keyboard and the signals that concern them belong
/// to it. A crash in between puts the terminal back as it was; only SIGKILL cannot.
public final class Terminal {
  /// Number of colours in use.
  public let depth: ColourDepth
  /// Characters in use: ASCII where the locale is not UTF-8.
  public let glyphs: GlyphSet
  /// Name of the terminfo entry in use, which need not be TERM.
  public let entry: String
  /// Size of the window.
  public private(set) var size: Size

  /// To be polled for keys; then call `readKeys()`.
  public let inputDescriptor: Int32 = STDIN_FILENO
  /// To be polled for signals and `SignalPipe.wake()`; then call `readKeys()`.
  public var wakeDescriptor: Int32 { SignalPipe.descriptor }

  private let screen: OpaquePointer
  /// Keys are read through a pad: reading through a window would refresh that window.
  private let keyPad: UnsafeMutablePointer<WINDOW>?
  private let hasPaste: Bool
  private var painter: Painter
  private var decoder = InputDecoder()
  private var isUp = true

  /// Takes the terminal over and clears it.
  /// - Parameters:
  ///   - environment: Of the process; TERM, COLORTERM, NO_COLOR, TMUX and STY are read.
  ///   - wish: A number of colours the user asked for; fewer are used where there are fewer.
  public init(
    environment: [String: String], wish: ColourDepth? = nil
  ) throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(.input) }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(.output) }
    let term = environment["TERM"] ?? ""
    guard !term.isEmpty else { throw .termNotSet }
    // Only the character set: a decimal comma would reach C libraries that read numbers.
    setlocale(LC_CTYPE, "")
    let isUnicode = String(cString: cn_codeset()) == "UTF-8"
    guard ctg_keep_modes(STDIN_FILENO) == 0 else {
      throw .system(call: "tcgetattr", errno: errno)
    }
    let opened = try Self.open(ColourPlan(environment: environment, wish: wish), term: term)
    screen = opened.screen
    entry = opened.entry
    depth = opened.depth
    glyphs = isUnicode ? .unicode : .ascii
    hasPaste = ResetSequence.hasPaste(entry: term)

    raw()
    noecho()
    nonl()
    set_escdelay(25)
    keyPad = newpad(1, 1)
    keypad(keyPad, true)
    nodelay(keyPad, true)
    KeyCode.defineOwnKeys()
    var hasDefaults = false
    if depth != .mono {
      start_color()
      hasDefaults = use_default_colors() != ERR
    }
    painter = Painter(
      depth: depth, glyphs: glyphs,
      pairs: ColourPairs(
        count: Int(cn_pairs()), hasDefaults: hasDefaults))
    size = Size(columns: Int(getmaxx(cn_stdscr())), rows: Int(getmaxy(cn_stdscr())))

    let reset = ResetSequence.bytes(hasPaste: hasPaste)
    let armed = reset.withUnsafeBytes { bytes in
      ctg_arm(bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
    }
    guard armed == 0 else {
      let reason = errno
      endwin()
      throw .system(call: "sigaction", errno: reason)
    }
    curs_set(0)
    wrefresh(cn_stdscr())
    if hasPaste { Self.write(ResetSequence.pasteOn) }
  }

  deinit { restore() }

  /// Brings a frame to the screen; an unchanged one costs nothing.
  public func present(_ frame: Frame, theme: Theme) {
    guard isUp else { return }
    painter.present(frame, theme: theme)
  }

  /// Has the next frame written whole, as for a key that redraws a spoilt screen.
  public func redraw() {
    clearok(cn_curscr(), true)
    painter.forget()
  }

  /// Everything that has arrived since the last call, without waiting. After `.resized`,
  /// `.resumed` the next frame is written whole.
  public func readKeys() -> [TerminalEvent] {
    guard isUp else { return [] }
    var events = readSignals()
    // A flood must not keep the caller from drawing.
    for _ in 0..<4096 {
      var value: wint_t = 0
      let kind = wget_wch(keyPad, &value)
      if kind == ERR {
        events += decoder.pause()
        break
      }
      if kind == KEY_CODE_YES {
        events += decoder.take(.code(Int(value)))
      } else {
        events += decoder.take(.character(UInt32(value)))
      }
    }
    return events
  }

  /// Gives the terminal back to the shell and stops the program, as Ctrl-Z is used to do; returns
  /// when it goes on, with the screen to be drawn again.
  public func suspend() {
    guard isUp else { return }
    if hasPaste { Self.write(ResetSequence.pasteOff) }
    endwin()
    ctg_stop()
    resume()
  }

  /// Gives the terminal back as it was found. Later calls do nothing.
  public func restore() {
    guard isUp else { return }
    isUp = false
    if hasPaste { Self.write(ResetSequence.pasteOff) }
    endwin()
    ctg_disarm()
    delscreen(screen)
  }

  private func resume() {
    reset_prog_mode()
    if hasPaste { Self.write(ResetSequence.pasteOn) }
    adoptSize()
    redraw()
  }

  private func readSignals() -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    var isResized = false
    for wake in SignalPipe.drain() {
      switch wake {
      case .call: break
      case .signal(SIGWINCH): isResized = true
      case .signal(SIGCONT):
        resume()
        events.append(.resumed)
      case .signal(SIGTSTP): events.append(.suspendRequested)
      case .signal(SIGHUP): events.append(.hangup)
      case .signal(SIGINT): events.append(.interrupted)
      case .signal(SIGTERM): events.append(.terminated)
      case .signal: break
      }
    }
    // One event for a storm of changes: only the last size counts.
    if isResized, adoptSize() { events.append(.resized(size)) }
    return events
  }

  /// Takes over the window's size; true when it has changed.
  @discardableResult
  private func adoptSize() -> Bool {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard cn_window_size(STDOUT_FILENO, &columns, &rows) == 1 else { return false }
    let new = Size(columns: Int(columns), rows: Int(rows))
    guard new != size else { return false }
    resizeterm(rows, columns)
    size = new
    redraw()
    return true
  }

  private struct Opened {
    var screen: OpaquePointer
    var entry: String
    var depth: ColourDepth
  }

  private static func open(
    _ plan: ColourPlan, term: String
  ) throws(TerminalError) -> Opened {
    for attempt in plan.attempts {
      guard let screen = cn_newterm(attempt.entry) else { continue }
      let isDirect = tigetflag("RGB") == 1 || tigetnum("RGB") > 0
      let depth = ColourPlan.depth(
        for: attempt, colours: Int(tigetnum("colors")), isDirect: isDirect)
      let canPlaceCursor = cn_capability("cup") != nil
      if let depth, canPlaceCursor {
        return Opened(screen: screen, entry: attempt.entry, depth: depth)
      }
      endwin()
      delscreen(screen)
      if !canPlaceCursor { throw .cannotPlaceCursor(name: attempt.entry) }
    }
    throw .unknownTerminal(name: term)
  }

  private static func write(_ text: String) {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes {
        Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno != EINTR { return }
      start += max(0, count)
    }
  }
}

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
  public private(set) var depth: ColourDepth
  /// Characters in use: ASCII where the locale is not UTF-8.
  public let glyphs: GlyphSet
  /// Name of the terminfo entry in use, which need not be TERM.
  public private(set) var entry: String
  /// Size of the window.
  public private(set) var size: Size

  /// To be polled for keys; then call `readKeys()`.
  public let inputDescriptor: Int32 = STDIN_FILENO
  /// To be polled for signals and `SignalPipe.wake()`; then call `readKeys()`.
  public var wakeDescriptor: Int32 { SignalPipe.descriptor }

  /// Whether what is written is counted; counting costs a system call a frame.
  public var countsBytes = false
  /// Bytes of the last frame that wrote any and of all frames, since they are counted; nil where
  /// the system cannot tell.
  public private(set) var written: (lastFrame: Int, total: Int)?
  /// Whether the mouse reports what it does.
  public let hasMouse: Bool

  private let environment: [String: String]
  private let wish: ColourDepth?
  private var screen: OpaquePointer
  /// Keys are read through a pad: reading through a window would refresh that window.
  private var keyPad: UnsafeMutablePointer<WINDOW>?
  private let hasPaste: Bool
  private let writtenBytes = WrittenBytes()
  private var painter: Painter
  private var decoder = InputDecoder()
  private var isUp = true

  /// Takes the terminal over and clears it.
  /// - Parameters:
  ///   - environment: Of the process; TERM, COLORTERM, NO_COLOR, TMUX and STY are read.
  ///   - wish: A number of colours the user asked for; fewer are used where there are fewer.
  ///   - isSparing: Whether to do without direct colours, for a slow line.
  ///   - mouse: Whether the mouse is to be reported, where the terminal has one.
  public init(
    environment: [String: String], wish: ColourDepth? = nil, isSparing: Bool = false,
    mouse: Bool = false
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
    let opened = try Self.open(
      ColourPlan(environment: environment, wish: wish, isSparing: isSparing), term: term)
    self.wish = wish
    self.environment = environment
    screen = opened.screen
    entry = opened.entry
    depth = opened.depth
    glyphs = isUnicode ? .unicode : .ascii
    hasPaste = ResetSequence.hasPaste(entry: term)
    hasMouse = mouse && cn_capability("kmous") != nil
    keyPad = Self.prepareKeys()
    painter = Painter(depth: depth, glyphs: glyphs, pairs: Self.preparePairs(depth))
    size = Size(columns: Int(getmaxx(cn_stdscr())), rows: Int(getmaxy(cn_stdscr())))
    guard arm() else {
      let reason = errno
      endwin()
      throw .system(call: "sigaction", errno: reason)
    }
    curs_set(0)
    wrefresh(cn_stdscr())
    StandardOutput.write(reportsOn)
  }

  /// Takes the terminal over anew, with or without direct colours; the next frame is written whole.
  ///
  /// Direct colours and numbered ones need different terminfo entries, and ncurses cannot change the
  /// entry of a running screen. Where nothing would change, or the other entry cannot be had, all
  /// stays as it is.
  public func reopen(isSparing: Bool) {
    guard isUp else { return }
    let plan = ColourPlan(environment: environment, wish: wish, isSparing: isSparing)
    guard plan.attempts.first?.entry != entry else { return }
    let former = ColourPlan(attempts: [ColourAttempt(entry: entry, depth: depth)])
    StandardOutput.write(reportsOff)
    endwin()
    delscreen(screen)
    let term = environment["TERM"] ?? ""
    guard
      let opened = (try? Self.open(plan, term: term)) ?? (try? Self.open(former, term: term))
    else {
      // The entry that was in use a moment ago is gone from the disk.
      isUp = false
      ctg_disarm()
      return
    }
    screen = opened.screen
    entry = opened.entry
    depth = opened.depth
    keyPad = Self.prepareKeys()
    painter = Painter(depth: depth, glyphs: glyphs, pairs: Self.preparePairs(depth))
    _ = arm()
    size = Size(columns: Int(getmaxx(cn_stdscr())), rows: Int(getmaxy(cn_stdscr())))
    curs_set(0)
    wrefresh(cn_stdscr())
    StandardOutput.write(reportsOn)
  }

  private static func prepareKeys() -> UnsafeMutablePointer<WINDOW>? {
    raw()
    noecho()
    nonl()
    set_escdelay(25)
    let keyPad = newpad(1, 1)
    keypad(keyPad, true)
    nodelay(keyPad, true)
    KeyCode.defineOwnKeys()
    return keyPad
  }

  private static func preparePairs(_ depth: ColourDepth) -> ColourPairs {
    var hasDefaults = false
    if depth != .mono {
      start_color()
      hasDefaults = use_default_colors() != ERR
    }
    return ColourPairs(count: Int(cn_pairs()), hasDefaults: hasDefaults)
  }

  /// Has the guard ready for a crash, and its handlers in the place of ncurses' own.
  private func arm() -> Bool {
    let reset = ResetSequence.bytes(hasPaste: hasPaste, hasMouse: hasMouse)
    return reset.withUnsafeBytes { bytes in
      ctg_arm(bytes.bindMemory(to: CChar.self).baseAddress, bytes.count) == 0
    }
  }

  private var reportsOn: String {
    (hasPaste ? ResetSequence.pasteOn : "") + (hasMouse ? MouseReport.on : "")
  }

  private var reportsOff: String {
    (hasMouse ? MouseReport.off : "") + (hasPaste ? ResetSequence.pasteOff : "")
  }

  deinit { restore() }

  /// Brings a frame to the screen; an unchanged one costs nothing.
  public func present(_ frame: Frame, theme: Theme) {
    guard isUp else { return }
    guard countsBytes, let before = writtenBytes?.read() else {
      written = nil
      painter.present(frame, theme: theme)
      return
    }
    painter.present(frame, theme: theme)
    guard let after = writtenBytes?.read(), after > before else { return }
    written = (after - before, (written?.total ?? 0) + after - before)
  }

  /// Rings the terminal's bell, or flashes the screen where it has none.
  public func bell() { beep() }

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
    // A program before us may have left the reports switched on.
    if !hasMouse { events.removeAll { if case .mouse = $0 { true } else { false } } }
    return events
  }

  /// Gives the terminal back to the shell and stops the program, as Ctrl-Z is used to do; returns
  /// when it goes on, with the screen to be drawn again.
  public func suspend() {
    guard isUp else { return }
    StandardOutput.write(reportsOff)
    endwin()
    ctg_stop()
    resume()
  }

  /// Gives the terminal back as it was found. Later calls do nothing.
  public func restore() {
    guard isUp else { return }
    isUp = false
    StandardOutput.write(reportsOff)
    endwin()
    ctg_disarm()
    delscreen(screen)
  }

  private func resume() {
    reset_prog_mode()
    StandardOutput.write(reportsOn)
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
      let placesCursor = cn_places_cursor(attempt.entry)
      if placesCursor == 0 { throw .cannotPlaceCursor(name: attempt.entry) }
      guard placesCursor > 0, let screen = cn_newterm(attempt.entry) else { continue }
      let isDirect = tigetflag("RGB") == 1 || tigetnum("RGB") > 0
      let depth = ColourPlan.depth(
        for: attempt, colours: Int(tigetnum("colors")), isDirect: isDirect)
      if let depth {
        return Opened(screen: screen, entry: attempt.entry, depth: depth)
      }
      endwin()
      delscreen(screen)
    }
    throw .unknownTerminal(name: term)
  }
}

import Curses
import Foundation
import Screen
import Station

/// The main thread's work without a screen: wait, take what happened into the state, say what
/// changed.
struct LinearLoop {
  let terminal: LineTerminal
  let mailbox: Mailbox
  let runner: EffectRunner

  /// Runs until the technician leaves, the input ends, or the program is asked to end; how it was then.
  func run(_ first: State) -> State {
    var state = first
    let clock = ContinuousClock()
    let start = clock.now
    say(Linear.greeting(state))
    leavePage(&state)
    var isOver = perform(state.firstEffects, state)
    while !isOver {
      wait()
      var events: [Event] = [
        .clock(milliseconds: Int((clock.now - start) / .milliseconds(1)))
      ]
      let keys = terminal.readKeys()
      events += mailbox.drain()
      for event in events where !isOver { isOver = take(event, &state) }
      for (index, key) in keys.enumerated() where !isOver {
        if key == .key(.enter), isPlain(state, isFirst: index == 0) { continue }
        for event in translated(key) { isOver = isOver || take(event, &state) }
      }
    }
    return state
  }

  /// Takes an event and says what it changed; true when the station is to end.
  private func take(_ event: Event, _ state: inout State) -> Bool {
    let before = state
    let effects = update(&state, event)
    let isKey = if case .key = event { true } else { false }
    say(Linear.announce(before: before, after: state, isKey: isKey))
    leavePage(&state)
    return perform(effects, state)
  }

  /// A page was said; there is none to leave.
  private func leavePage(_ state: inout State) {
    switch state.mode {
    case .help, .firstSteps: _ = update(&state, .key(.escape))
    default: break
    }
  }

  /// Enter at the desk says where one is. Behind another key it is none: some shells send whole
  /// lines. A keymap may give it an action; then it is a key like any other.
  private func isPlain(_ state: State, isFirst: Bool) -> Bool {
    if case .find = state.mode { return false }
    if state.session.keymap.command(for: .enter) != nil { return false }
    guard isFirst else { return true }
    guard state.mode == .desk else { return false }
    say([Linear.place(state)])
    return true
  }

  private func say(_ lines: [String]) { lines.forEach(terminal.write) }

  private func wait() {
    var sources = [terminal.inputDescriptor, terminal.wakeDescriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    _ = poll(&sources, nfds_t(sources.count), -1)
  }

  private func translated(_ event: TerminalEvent) -> [Event] {
    switch event {
    case .key(let key): return [.key(key)]
    case .paste(let text): return [.paste(text)]
    case .suspendRequested:
      terminal.suspend()
      return []
    case .hangup, .interrupted, .terminated: return [.terminated]
    case .mouse, .resized, .resumed: return []
    }
  }

  /// Does what the state asks for; true when it asks to end.
  private func perform(_ effects: [Effect], _ state: State) -> Bool {
    for effect in effects {
      switch effect {
      case .suspend: terminal.suspend()
      case .redraw: say([Linear.place(state)])
      case .limitColours: break
      case .quit: return true
      default: runner.run(effect)
      }
    }
    return false
  }
}

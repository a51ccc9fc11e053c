import Curses
import Foundation
import Screen
import Station

/// The main thread's work: wait, take what happened into the state, do what follows, draw.
struct EventLoop {
  let terminal: Terminal
  let theme: Theme
  let mailbox: Mailbox
  let runner: EffectRunner

  /// Runs until the technician leaves or the program is asked to end; how it was then.
  func run(_ first: State) -> State {
    var state = first
    let clock = ContinuousClock()
    let start = clock.now
    func now() -> Int { Int((clock.now - start) / .milliseconds(1)) }
    var patience = PicturePatience()
    var isOver = perform(state.firstEffects)
    var pace = FramePace()
    present(state)
    while !isOver {
      let wakeAt = [state.wakeAt, pace.dueAt, patience.dueAt].compactMap(\.self).min()
      wait(atMost: wakeAt.map { max(0, $0 - now()) })
      // Everything that waits is taken before one frame is drawn: held keys cost one picture.
      var events: [Event] = [.clock(milliseconds: now())]
      // Keys first: reading them empties the wake pipe, so no letter that comes later is missed.
      let keys = terminal.readKeys()
      if !keys.isEmpty { pace.takeKey(at: now()) }
      events += mailbox.drain()
      for event in keys { events += translated(event) }
      // The cost of a frame is no reason for another one.
      if events.count > 1, let written = terminal.written {
        events.append(
          .wrote(FrameCost(lastFrame: written.lastFrame, total: written.total)))
      }
      for event in events where !isOver {
        isOver = perform(update(&state, event))
      }
      let isSparing = state.slowLine != nil
      if !isOver, !patience.holds(state, at: now()),
        pace.isDue(at: now(), isSparing: isSparing)
      {
        present(state)
      }
    }
    return state
  }

  private func present(_ state: State) {
    terminal.countsBytes = state.slowLine != nil
    terminal.present(render(state, size: terminal.size), theme: theme)
  }

  /// - Parameter milliseconds: Nil to wait for as long as nothing happens.
  private func wait(atMost milliseconds: Int?) {
    var sources = [terminal.inputDescriptor, terminal.wakeDescriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    // EINTR is a signal, whose byte waits on the wake descriptor.
    _ = poll(&sources, nfds_t(sources.count), Int32(clamping: milliseconds ?? -1))
    if sources[0].revents & Int16(POLLHUP | POLLERR) != 0 { mailbox.post(.terminated) }
  }

  private func translated(_ event: TerminalEvent) -> [Event] {
    switch event {
    case .key(.control("c")): return [.key(.escape)]
    case .key(let key): return [.key(key)]
    case .mouse(let mouse): return [.mouse(mouse)]
    case .paste(let text): return [.paste(text)]
    case .resized(let size): return [.resized(size)]
    case .resumed: return [.resized(terminal.size)]
    case .suspendRequested:
      terminal.suspend()
      return [.resized(terminal.size)]
    case .hangup, .interrupted, .terminated: return [.terminated]
    }
  }

  /// Does what the state asks for; true when it asks to end.
  private func perform(_ effects: [Effect]) -> Bool {
    for effect in effects {
      switch effect {
      case .suspend:
        terminal.suspend()
        mailbox.post(.resized(terminal.size))
      case .redraw: terminal.redraw()
      case .limitColours(let isLimited):
        terminal.reopen(isSparing: isLimited)
        mailbox.post(.coloursChanged(terminal.depth.name))
      case .bell: terminal.bell()
      case .quit: return true
      default: runner.run(effect)
      }
    }
    return false
  }
}

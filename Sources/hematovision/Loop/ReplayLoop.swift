import Curses
import Foundation
import Screen
import Station

/// Shows a replay until its reader leaves: wait for keys, take them, draw.
struct ReplayLoop {
  let terminal: Terminal
  let theme: Theme

  func run(_ first: ReplayPage) {
    var page = first
    while !page.isOver {
      terminal.present(page.frame(terminal.size), theme: theme)
      var sources = [terminal.inputDescriptor, terminal.wakeDescriptor].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      // EINTR is a signal, whose byte waits on the wake descriptor.
      _ = poll(&sources, nfds_t(sources.count), -1)
      if sources[0].revents & Int16(POLLHUP | POLLERR) != 0 { return }
      for event in terminal.readKeys() {
        switch event {
        case .key(.control("l")): terminal.redraw()
        case .key(.control("z")), .suspendRequested: terminal.suspend()
        case .key(let key): page.take(key, size: terminal.size)
        case .mouse, .paste, .resized, .resumed: break
        case .hangup, .interrupted, .terminated: return
        }
      }
    }
  }
}
